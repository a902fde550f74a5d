using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Stops;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Stops;

/// <summary>One line of a stop as the page shows it.</summary>
public sealed record StopLineView(StopLineId Id, StopLineKind Kind, StopLineState State, string What)
{
    public required string Target { get; init; }
    public required string? Who { get; init; }
    public required string? Trouble { get; init; }
    public required DateTimeOffset? NextTryAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }
    public required string? ConfirmedBy { get; init; }
    public bool MayConfirm { get; init; }
}

/// <summary>One stop: who, why, how far it is, and one page of its lines, those that need somebody first.</summary>
public sealed record StopDetail
{
    public required StopId Id { get; init; }
    public required StopScope Scope { get; init; }
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required string Reason { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
    public required bool NeedsSecond { get; init; }
    public required bool Planned { get; init; }
    public required string? LiftAskedBy { get; init; }
    public required DateTimeOffset? LiftAskedAt { get; init; }
    public required string? LiftReason { get; init; }
    public required string? LiftedBy { get; init; }
    public required DateTimeOffset? LiftedAt { get; init; }
    public required bool MayLift { get; init; }

    /// <summary>This viewer asked for lifting it; somebody else must agree.</summary>
    public required bool AskedByMe { get; init; }

    public required IReadOnlyDictionary<StopLineState, int> Counts { get; init; }
    public required IReadOnlyList<StopLineView> Lines { get; init; }
    public required int Total { get; init; }
}

/// <summary>Reads one stop with a page of its lines; null when there is none, or none this actor may see.</summary>
public sealed class StopPageQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<StopDetail?> RunAsync(Actor actor, StopId id, StopLineState? only, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var found = await db.Stops.AsNoTracking().To(actor, db).Where(s => s.Id == id).Select(s => new
        {
            Row = s,
            By = db.People.Where(p => p.Id == s.ById).Select(p => p.Name).First(),
            AskedBy = db.People.Where(p => p.Id == s.LiftAskedById).Select(p => p.Name).FirstOrDefault(),
            LiftedBy = db.People.Where(p => p.Id == s.LiftedById).Select(p => p.Name).FirstOrDefault(),
        }).SingleOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        var stop = found.Row;
        var lines = db.StopLines.AsNoTracking().To(actor, db).Where(l => l.StopId == id);
        var counts = await lines.GroupBy(l => l.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        return new()
        {
            Id = id,
            Scope = stop.Scope,
            Key = stop.Key,
            Name = stop.Name,
            Reason = stop.Reason,
            By = found.By,
            At = stop.At,
            NeedsSecond = stop.NeedsSecond,
            Planned = stop.PlannedAt is not null,
            LiftAskedBy = found.AskedBy,
            LiftAskedAt = stop.LiftAskedAt,
            LiftReason = stop.LiftReason,
            LiftedBy = found.LiftedBy,
            LiftedAt = stop.LiftedAt,
            MayLift = stop.IsLive && Permissions.Allows(actor, Permission.LiftStops),
            AskedByMe = stop.LiftAskedById is { } asked && asked == actor.Person,
            Counts = counts,
            Lines = await LinesAsync(db, actor, only is { } state ? lines.Where(l => l.State == state) : lines, skip, take, cancellation),
            Total = only is { } one ? counts.GetValueOrDefault(one) : counts.Values.Sum(),
        };
    }

    private async Task<IReadOnlyList<StopLineView>> LinesAsync(PortalDb db, Actor actor, IQueryable<StopLine> lines, int skip, int take, CancellationToken cancellation)
    {
        var rows = await lines.OrderBy(l => l.State == StopLineState.Failing ? 0 : l.State == StopLineState.ByHand ? 1 : l.State == StopLineState.Waiting ? 2 : 3).ThenBy(l => l.Kind).ThenBy(l => l.Id)
            .Skip(skip).Take(take).Select(l => new
            {
                Line = l,
                Target = db.Targets.Where(t => t.Id == l.TargetId).Select(t => t.Key).First(),
                Who = db.People.Where(p => p.Id == l.WhoId).Select(p => p.Name).FirstOrDefault(),
                By = db.People.Where(p => p.Id == l.ConfirmedById).Select(p => p.Name).FirstOrDefault(),
            }).ToListAsync(cancellation);
        var owned = (await db.HeldAsync(actor, o => o.TargetId != null, time.GetUtcNow(), cancellation)).Select(o => o.TargetId!.Value).ToHashSet();
        var staff = Permissions.Allows(actor, Permission.StopThings);
        return [.. rows.Select(row => new StopLineView(row.Line.Id, row.Line.Kind, row.Line.State, row.Line.What)
        {
            Target = row.Target,
            Who = row.Line.Kind == StopLineKind.ByHand ? row.Who ?? "IAM staff" : null,
            Trouble = row.Line.Trouble,
            NextTryAt = row.Line.NextTryAt,
            DueAt = row.Line.DueAt,
            EndedAt = row.Line.EndedAt,
            ConfirmedBy = row.By,
            MayConfirm = row.Line.State == StopLineState.ByHand && row.Line.EndedAt is null && (staff || owned.Contains(row.Line.TargetId) || row.Line.WhoId == actor.Person),
        })];
    }
}
