using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Integrations;
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
public sealed class PostureQuery(IDbContextFactory<PortalDb> databases, IntegrationPageQuery integrations, DecisionTrendQuery decisions, TimeProvider time)
{
    /// <summary>How many days of decisions the trend shows.</summary>
    public const int Days = 30;

    private const int GapsShown = 5;

    public async Task<Posture?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeeTenant))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (now, tenants) = (time.GetUtcNow(), actor.Tenants?.ToList());
        var active = await integrations.RunAsync(actor, new() { Status = IntegrationStatus.Active }, new(IntegrationSort.Standing, false), 0, 0, cancellation);
        var pending = db.Requests.To(actor, db).Where(r => r.Status == RequestStatus.Pending && r.ExpiresAt > now);
        var live = db.Grants.To(actor, db).Where(g => g.Status == GrantStatus.Active && g.Until > now);
        var gaps = db.Gaps.AsNoTracking().Where(g => g.ClosedAt == null).InTenants(tenants);
        return new Posture
        {
            IsEmpty = active.Total == 0 && !await db.Integrations.To(actor, db).AnyAsync(cancellation),
            Active = (int)active.Total,
            Accountable = (int)(active.Total - active.Standings[Standing.Gap]),
            Waiting = await pending.CountAsync(cancellation),
            WaitingSince = await pending.MinAsync(r => (DateTimeOffset?)r.AskedAt, cancellation),
            OverdueAttestations = await OverdueAsync(db, tenants, now, cancellation),
            Gaps = await gaps.CountAsync(cancellation),
            OldestGaps = await OldestAsync(db, gaps, cancellation),
            LiveGrants = await live.CountAsync(cancellation),
            NextGrantEnds = await live.OrderBy(g => g.Until).Select(g => (DateTimeOffset?)g.Until).FirstOrDefaultAsync(cancellation),
            RefusedInADay = await RefusedAsync(db, actor, now, cancellation),
            Decisions = await decisions.RunAsync(actor, cancellation),
        };
    }

    private static async Task<IReadOnlyList<GapSince>> OldestAsync(PortalDb db, IQueryable<OpenGap> gaps, CancellationToken cancellation)
    {
        var oldest = await gaps.OrderBy(g => g.OpenedAt).ThenBy(g => g.Id).Select(g => g.Id).Take(GapsShown).ToListAsync(cancellation);
        var rows = await (from gap in db.Gaps.AsNoTracking()
                          where oldest.Contains(gap.Id)
                          join integration in db.Integrations on gap.IntegrationId equals (IntegrationId?)integration.Id into integrations
                          from integration in integrations.DefaultIfEmpty()
                          join target in db.Targets on gap.TargetId equals (TargetId?)target.Id into targets
                          from target in targets.DefaultIfEmpty()
                          select new { Gap = gap, Key = (string?)integration.Key ?? target.Key, Name = (string?)integration.Name ?? target.Name }).ToListAsync(cancellation);
        return [.. rows.OrderBy(row => oldest.IndexOf(row.Gap.Id)).Select(row => new GapSince(row.Gap.Role, row.Key, row.Name, row.Gap.Kind, row.Gap.OpenedAt))];
    }

    private static Task<int> OverdueAsync(PortalDb db, IReadOnlyList<TenantId>? tenants, DateTimeOffset now, CancellationToken cancellation)
    {
        var lapsed = now - Ownership.Grace;
        return db.Ownerships.Where(o => o.ClosedAt == null && o.AcceptedAt != null && o.AttestationDue > lapsed && o.AttestationDue <= now).InTenants(tenants).CountAsync(cancellation);
    }

    private static async Task<int> RefusedAsync(PortalDb db, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var tenants = actor.Tenants?.Select(tenant => (TenantId?)tenant).ToList();
        var since = now.AddDays(-1);
        // Ids follow the time of writing. An event is written an hour after it happened at the very latest, so what was
        // written before this one happened before the day began, and the log of all days before is left alone.
        var before = await db.AuditEvents.Where(e => e.At <= since.AddHours(-1)).OrderByDescending(e => e.At).Select(e => e.Id).FirstOrDefaultAsync(cancellation);
        var refused = db.AuditEvents.Where(e => RefusedAttempts.Kinds.Contains(e.Kind) && e.Id > before && e.At > since);
        return await (tenants is null ? refused : refused.Where(e => tenants.Contains(e.TenantId))).CountAsync(cancellation);
    }
}
