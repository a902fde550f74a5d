using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.BreakGlass;

/// <summary>One target: who is on duty, when it was rehearsed and used last, and whether the last use waits for its review.</summary>
public sealed record BreakGlassTarget(TargetId Id, string Key, string Name, TenantId Tenant, string? DutyChief, DateTimeOffset? LastDrill, DateTimeOffset? LastUse, bool Owes)
{
    public bool MayDrill { get; init; }
}

/// <summary>One drill: who was told, and how many of them have looked.</summary>
public sealed record DrillRow(Guid Id, string Target, string By, DateTimeOffset At, string Note, int Owners, int Security, int WithoutMail, bool Passed, int Seen);

/// <summary>Everything about break-glass that one viewer may see: debts first, then what was used, rehearsed, and where who is on duty.</summary>
public sealed record BreakGlassBoard(IReadOnlyList<BreakGlassRow> Debts, IReadOnlyList<BreakGlassRow> Reviewed, int ReviewedTotal, IReadOnlyList<DrillRow> Drills, IReadOnlyList<BreakGlassTarget> Targets)
{
    public bool MayName { get; init; }
}

/// <summary>Reads the board, whole or of targets whose key begins so: role holders see their tenants, owners and whoever is on duty what is theirs.</summary>
public sealed class BreakGlassBoardQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public const int MostTargets = 100;
    private const int MostDebts = 100, MostDrills = 20;

    public async Task<BreakGlassBoard> RunAsync(Actor actor, string? target, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var uses = db.BreakGlassUses.AsNoTracking().To(actor, db);
        if (target is not null)
            uses = uses.Where(u => db.Targets.Any(t => t.Id == u.TargetId && EF.Functions.Like(t.Key, Like.Starting(target), Like.Escape)));
        var reviewed = uses.Where(u => u.ReviewedAt != null);
        var visible = db.Targets.To(actor, db).Select(t => t.Id);
        var duty = db.OnDutyFor(actor);
        var targets = db.Targets.AsNoTracking().Where(t => visible.Contains(t.Id) || duty.Contains(t.Id));
        if (target is not null)
            targets = targets.Where(t => EF.Functions.Like(t.Key, Like.Starting(target), Like.Escape));
        return new BreakGlassBoard(
            [.. (await BreakGlassRow.ReadAsync(db, uses.Where(u => u.ReviewedAt == null).OrderBy(u => u.ReviewDue).Take(MostDebts), cancellation)).OrderBy(row => row.ReviewDue)],
            await BreakGlassRow.ReadAsync(db, reviewed.OrderByDescending(u => u.UsedAt).ThenBy(u => u.Id).Skip(skip).Take(take), cancellation),
            await reviewed.CountAsync(cancellation),
            await DrillsAsync(db, targets.Select(t => t.Id), cancellation),
            await TargetsAsync(db, actor, targets, cancellation))
        {
            MayName = Permissions.Allows(actor, Permission.NameDutyChiefs),
        };
    }

    private static async Task<IReadOnlyList<DrillRow>> DrillsAsync(PortalDb db, IQueryable<TargetId> targets, CancellationToken cancellation)
    {
        var rows = await (from drill in db.BreakGlassDrills.AsNoTracking()
                          where targets.Contains(drill.TargetId)
                          join target in db.Targets on drill.TargetId equals target.Id
                          join person in db.People.IgnoreAutoIncludes() on drill.PersonId equals person.Id
                          orderby drill.DrilledAt descending, drill.Id
                          select new { Drill = drill, Target = target.Key, By = person.Name }).Take(MostDrills).ToListAsync(cancellation);
        var things = rows.ConvertAll(row => row.Drill.Id.Value);
        var seen = await db.Notices.Where(n => n.Kind == ReminderKind.BreakGlassDrilled && n.SeenAt != null && things.Contains(n.Thing)).GroupBy(n => n.Thing)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        return [.. rows.Select(row => new DrillRow(
            row.Drill.Id.Value, row.Target, row.By, row.Drill.DrilledAt, row.Drill.Note, row.Drill.OwnersTold, row.Drill.SecurityTold, row.Drill.WithoutMail, row.Drill.Passed,
            seen.GetValueOrDefault(row.Drill.Id.Value)))];
    }

    private async Task<IReadOnlyList<BreakGlassTarget>> TargetsAsync(PortalDb db, Actor actor, IQueryable<Domain.Targets.TargetSystem> targets, CancellationToken cancellation)
    {
        var rows = await targets.OrderBy(t => t.Key).Take(MostTargets).Select(t => new BreakGlassTarget(
            t.Id, t.Key, t.Name, t.TenantId, db.People.Where(p => p.Id == t.DutyChiefId).Select(p => p.Name).FirstOrDefault(),
            db.BreakGlassDrills.Where(d => d.TargetId == t.Id).OrderByDescending(d => d.DrilledAt).Select(d => (DateTimeOffset?)d.DrilledAt).FirstOrDefault(),
            db.BreakGlassUses.Where(u => u.TargetId == t.Id).OrderByDescending(u => u.UsedAt).Select(u => (DateTimeOffset?)u.UsedAt).FirstOrDefault(),
            db.BreakGlassUses.Any(u => u.TargetId == t.Id && u.ReviewedAt == null))).ToListAsync(cancellation);
        var mine = (await db.HeldAsync(actor, o => o.Role == OwnerRole.SystemOwner, time.GetUtcNow(), cancellation)).Select(o => o.TargetId!.Value)
            .Concat(await db.OnDutyFor(actor).ToListAsync(cancellation)).ToHashSet();
        var staff = Permissions.Allows(actor, Permission.DrillBreakGlass);
        return [.. rows.Select(row => row with { MayDrill = mine.Contains(row.Id) || (staff && actor.SeesTenant(row.Tenant)) })];
    }
}
