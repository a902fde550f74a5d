using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Policy;

namespace NhiPortal.Features.Requests;

/// <summary>What the record tells of who changed what some requests of one integration rest on, newest first.</summary>
internal sealed record Causes(IReadOnlyList<Cause> Events, PolicyVersion? Policy, string? Publisher)
{
    /// <summary>The changes with who made them and when, as far as the record tells.</summary>
    public IReadOnlyList<BasisChange> Of(Comeback back) => [.. back.Changes.Select(change => change.Part switch
    {
        BasisPart.Policy when Policy?.PublishedAt >= back.Request.AskedAt => change with { By = Publisher, At = Policy.PublishedAt },
        BasisPart.Integration or BasisPart.Owners when Events.FirstOrDefault(cause => cause.At >= back.Request.AskedAt && (cause.OfIntegration || cause.Target == back.Request.TargetId) && Fits(change, cause)) is { } cause =>
            change with { By = cause.Told.Actor.Name, At = cause.At },
        _ => change,
    })];

    private static bool Fits(BasisChange change, Cause cause) => change.Part == BasisPart.Owners
        ? cause.Kind == "ownership.accepted" && cause.OfIntegration == (change.Name != OwnerRole.SystemOwner.Title()) && cause.Told.Actor.Name == change.After
        : cause.Kind == "integration.changed" ? cause.Told.After?.Keys.Any(field => string.Equals(field.Replace('_', ' '), change.Name, StringComparison.OrdinalIgnoreCase)) == true
            : cause.Kind.StartsWith("path.", StringComparison.Ordinal) && change.Name.StartsWith("May", StringComparison.Ordinal);
}

/// <summary>One event that may have been the cause.</summary>
internal sealed record Cause(string Kind, DateTimeOffset At, bool OfIntegration, TargetId? Target, AuditBody Told);

/// <summary>Reads them once for all that comes back to one integration's owners, and before anything is written.</summary>
internal static class CausesReading
{
    private const int Most = 300;
    private static readonly string[] Kinds = ["integration.changed", "path.added", "path.removed", "ownership.accepted"];

    public static async Task<Causes> CausesAsync(this PortalDb db, IntegrationId id, IReadOnlyList<Comeback> backs, CancellationToken cancellation)
    {
        if (backs.Count == 0)
            return new([], null, null);
        var (since, targets) = (backs.Min(back => back.Request.AskedAt), backs.Select(back => (TargetId?)back.Request.TargetId).Distinct().ToList());
        var events = await db.AuditEvents.AsNoTracking().Where(e => e.At >= since && Kinds.Contains(e.Kind) && (e.IntegrationId == id || (e.IntegrationId == null && targets.Contains(e.TargetId))))
            .OrderByDescending(e => e.Id).Select(e => new { e.Kind, e.At, e.IntegrationId, e.TargetId, e.Body }).Take(Most).ToListAsync(cancellation);
        var policy = await db.NewestPolicyAsync(cancellation);
        var publisher = policy?.PublishedById is { } by ? await db.People.Where(p => p.Id == by).Select(p => p.Name).SingleOrDefaultAsync(cancellation) : null;
        return new([.. events.Select(e => new Cause(e.Kind, e.At, e.IntegrationId is not null, e.TargetId, AuditBody.Parse(e.Body)))], policy, publisher);
    }
}
