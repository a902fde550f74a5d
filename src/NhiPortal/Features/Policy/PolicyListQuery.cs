using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Policy;

/// <summary>One published version in a line.</summary>
public sealed record PolicyLine(int Number, DateTimeOffset PublishedAt, string? By, string? AgreedBy, string? Reason, int Rules);

/// <summary>Whether and since when somebody writes a new version.</summary>
public sealed record DraftLine(DraftState State, string SavedBy, DateTimeOffset SavedAt, string? AskedBy);

/// <summary>The policy in force, the newest versions, and the draft if there is one.</summary>
public sealed record PolicyOverview(IReadOnlyList<ApprovalRule> Rules, IReadOnlyList<PolicyLine> Versions, DraftLine? Draft)
{
    /// <summary>A policy that could not be published today decides nothing.</summary>
    public required Refusal? Fault { get; init; }
}

/// <summary>Reads it for those who may see policies; null for everybody else.</summary>
public sealed class PolicyListQuery(IDbContextFactory<PortalDb> databases)
{
    private const int MostVersions = 100;

    public async Task<PolicyOverview?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeePolicies))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var versions = await db.Policies.AsNoTracking().OrderByDescending(p => p.Number).Take(MostVersions).Select(p => new
        {
            Version = p,
            By = db.People.Where(person => person.Id == p.PublishedById).Select(person => person.Name).FirstOrDefault(),
            Agreed = db.People.Where(person => person.Id == p.AgreedById).Select(person => person.Name).FirstOrDefault(),
        }).ToListAsync(cancellation);
        var draft = await db.PolicyDrafts.AsNoTracking().Select(d => new
        {
            d.State,
            d.SavedAt,
            SavedBy = db.People.Where(person => person.Id == d.SavedById).Select(person => person.Name).FirstOrDefault(),
            AskedBy = db.People.Where(person => person.Id == d.AskedById).Select(person => person.Name).FirstOrDefault(),
        }).SingleOrDefaultAsync(cancellation);
        IReadOnlyList<ApprovalRule> rules = versions is [var newest, ..] ? newest.Version.Rules : [];
        return new PolicyOverview(
            rules,
            [.. versions.Select(row => new PolicyLine(row.Version.Number, row.Version.PublishedAt, row.By, row.Agreed, row.Version.Reason, row.Version.Rules.Count))],
            draft is null ? null : new DraftLine(draft.State, draft.SavedBy ?? "", draft.SavedAt, draft.AskedBy))
        {
            Fault = ApprovalPolicy.Create(rules).Refusal,
        };
    }
}
