using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Findings;

/// <summary>What every act on a finding begins with: the finding, if this actor may see it, and what the record says it is about.</summary>
internal static class FindingAct
{
    public static Refusal NotFound => new("not_found", "There is no such finding for you.");

    public static async Task<Finding?> FindingAsync(this Work run, FindingId id, CancellationToken cancellation)
    {
        var finding = await run.Db.Findings.To(run.Actor, run.Db).SingleOrDefaultAsync(f => f.Id == id, cancellation);
        if (finding is null)
            return null;
        var integration = finding.IntegrationId is { } i ? await run.Db.Integrations.Where(x => x.Id == i).Select(x => x.Key).SingleOrDefaultAsync(cancellation) : null;
        var target = finding.TargetId is { } t ? await run.Db.Targets.Where(x => x.Id == t).Select(x => x.Key).SingleOrDefaultAsync(cancellation) : null;
        run.About = run.About with
        {
            Tenant = finding.TenantId,
            Integration = integration is null ? null : new AuditThing(finding.IntegrationId!.Value.Value, integration),
            Target = target is null ? null : new AuditThing(finding.TargetId!.Value.Value, target),
            Facts = FindingNotes.Facts(finding),
        };
        return finding;
    }

    /// <summary>Staff may by role, whoever holds an ownership of the thing without one.</summary>
    public static async Task<Refusal?> MayHandleAsync(this Work run, Finding finding, CancellationToken cancellation)
    {
        if (Permissions.Check(run.Actor, Permission.ManageFindings) is not { } refused)
            return null;
        return run.Actor.Person is { } person && await run.Db.OwnsAsync(person, finding, run.Now, cancellation) ? null : refused;
    }

    public static async Task<bool> OwnsAsync(this PortalDb db, PersonId person, Finding finding, DateTimeOffset now, CancellationToken cancellation)
    {
        if (finding.AssigneeId == person)
            return true;
        List<Ownership> owned = await db.Ownerships.AsNoTracking()
            .Where(o => o.PersonId == person && o.ClosedAt == null
                && ((o.IntegrationId != null && o.IntegrationId == finding.IntegrationId) || (o.TargetId != null && o.TargetId == finding.TargetId))).ToListAsync(cancellation);
        return owned.Exists(o => o.HoldsAt(now, true));
    }

    /// <summary>The facts of the finding, and one more.</summary>
    public static IReadOnlyDictionary<string, string?> With(this AuditNote about, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var facts = new Dictionary<string, string?>(about.Facts ?? new Dictionary<string, string?>());
        foreach (var (name, value) in more)
            facts[name] = value;
        return facts;
    }
}
