using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Home;

/// <summary>One control point nobody answers for, and since when.</summary>
public sealed record GapSince(OwnerRole Role, string Thing, string Name, GapKind Kind, DateTimeOffset Since);

/// <summary>The figures a role holder reads at a glance; every one is a count of rows that a list can show.</summary>
public sealed record Posture
{
    public required int Active { get; init; }

    /// <summary>Active integrations whose owners all hold.</summary>
    public required int Accountable { get; init; }

    public required int Waiting { get; init; }
    public required DateTimeOffset? WaitingSince { get; init; }
    public required int OverdueAttestations { get; init; }
    public required int Gaps { get; init; }
    public required IReadOnlyList<GapSince> OldestGaps { get; init; }
    public required int LiveGrants { get; init; }
    public required DateTimeOffset? NextGrantEnds { get; init; }
    public required int RefusedInADay { get; init; }

    /// <summary>Every decision people made in the days shown.</summary>
    public required IReadOnlyList<(DateTimeOffset At, bool Approved)> Decisions { get; init; }

    /// <summary>Nothing is registered yet: the page says what to do first.</summary>
    public required bool IsEmpty { get; init; }
}

/// <summary>Reads how the tenants of a role holder stand now; null for everybody else, who see their own work only.</summary>
public sealed class PostureQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    /// <summary>How many days of decisions the trend shows.</summary>
    public const int Days = 30;

    private const int GapsShown = 5;

    public async Task<Posture?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeeTenant))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var standings = await db.Integrations.To(actor, db).GroupBy(i => new { i.Status, i.Standing })
            .Select(group => new { group.Key.Status, group.Key.Standing, Count = group.Count() }).ToListAsync(cancellation);
        var active = standings.Where(row => row.Status == IntegrationStatus.Active).ToList();
        var pending = db.Requests.To(actor, db).Where(r => r.Status == RequestStatus.Pending && r.ExpiresAt > now);
        var live = db.Grants.To(actor, db).Where(g => g.Status == GrantStatus.Active && g.Until > now);
        var gaps = Gaps(db, actor);
        return new Posture
        {
            IsEmpty = standings.Count == 0,
            Active = active.Sum(row => row.Count),
            Accountable = active.Where(row => row.Standing != Standing.Gap).Sum(row => row.Count),
            Waiting = await pending.CountAsync(cancellation),
            WaitingSince = await pending.MinAsync(r => (DateTimeOffset?)r.AskedAt, cancellation),
            OverdueAttestations = await OverdueAsync(db, actor, now, cancellation),
            Gaps = await gaps.CountAsync(cancellation),
            OldestGaps = await OldestAsync(db, gaps, cancellation),
            LiveGrants = await live.CountAsync(cancellation),
            NextGrantEnds = await live.MinAsync(g => (DateTimeOffset?)g.Until, cancellation),
            RefusedInADay = await RefusedAsync(db, actor, now, cancellation),
            Decisions = await DecisionsAsync(db, actor, now, cancellation),
        };
    }

    private static IQueryable<OpenGap> Gaps(PortalDb db, Actor actor)
    {
        var tenants = actor.Tenants?.ToList();
        var open = db.Gaps.AsNoTracking().Where(g => g.ClosedAt == null);
        return tenants is null ? open : open.Where(g => tenants.Contains(g.TenantId));
    }

    private static async Task<IReadOnlyList<GapSince>> OldestAsync(PortalDb db, IQueryable<OpenGap> gaps, CancellationToken cancellation)
    {
        var rows = await gaps.OrderBy(g => g.OpenedAt).ThenBy(g => g.Id).Take(GapsShown).Select(g => new
        {
            Gap = g,
            Integration = db.Integrations.Where(i => i.Id == g.IntegrationId).Select(i => new { i.Key, i.Name }).FirstOrDefault(),
            Target = db.Targets.Where(t => t.Id == g.TargetId).Select(t => new { t.Key, t.Name }).FirstOrDefault(),
        }).ToListAsync(cancellation);
        return [.. rows.Select(row => new GapSince(
            row.Gap.Role, row.Integration?.Key ?? row.Target?.Key ?? "", row.Integration?.Name ?? row.Target?.Name ?? "", row.Gap.Kind, row.Gap.OpenedAt))];
    }

    private static Task<int> OverdueAsync(PortalDb db, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var tenants = actor.Tenants?.ToList();
        var lapsing = now + Ownership.Grace;
        // What is overdue is looked at again when it lapses, so the sweep's own index narrows this to the last two weeks.
        var overdue = db.Ownerships.Where(o => o.LookAgainAt > now && o.LookAgainAt <= lapsing && o.ClosedAt == null && o.AcceptedAt != null && o.AttestationDue <= now);
        return (tenants is null ? overdue : overdue.Where(o => tenants.Contains(o.TenantId))).CountAsync(cancellation);
    }

    private static Task<int> RefusedAsync(PortalDb db, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var tenants = actor.Tenants?.Select(tenant => (TenantId?)tenant).ToList();
        var since = now.AddDays(-1);
        var refused = db.AuditEvents.Where(e => RefusedAttempts.Kinds.Contains(e.Kind) && e.At > since);
        return (tenants is null ? refused : refused.Where(e => tenants.Contains(e.TenantId))).CountAsync(cancellation);
    }

    private static async Task<IReadOnlyList<(DateTimeOffset, bool)>> DecisionsAsync(PortalDb db, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var since = now.AddDays(-Days);
        // A request waits 30 days at the most, so older ones cannot have been decided in the days shown.
        var asked = since.AddDays(-30);
        var rows = await db.Requests.To(actor, db).Where(r => r.AskedAt > asked).SelectMany(r => r.Decisions).Where(d => d.DecidedAt > since)
            .Select(d => new { d.DecidedAt, d.Verdict }).ToListAsync(cancellation);
        return [.. rows.Select(row => (row.DecidedAt, row.Verdict == Verdict.Approve))];
    }
}
