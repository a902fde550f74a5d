using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>One line of the list.</summary>
public sealed record RevocationRow(Guid Id, UnattendedKind Kind, string Label, string Why, RevocationState State, string? Owner)
{
    public required LadderStep? Step { get; init; }
    public required DateTimeOffset? NextAt { get; init; }

    /// <summary>The day on which something is taken, once it is announced.</summary>
    public required DateTimeOffset? TakenOn { get; init; }

    public required string? Waiting { get; init; }
    public required DateTimeOffset? PausedUntil { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }
    public required string? EndWords { get; init; }
    public required WayToKeep Keep { get; init; }
}

/// <summary>A batch that waits for somebody.</summary>
public sealed record StoppedBatch(Guid Id, UnattendedKind Kind, LadderStep Step, int Count, int Limit, int Alive, DateTimeOffset At, bool MayLetGo);

/// <summary>One page of them, what holds everything, and who they wait for.</summary>
public sealed record RevocationPage(IReadOnlyList<RevocationRow> Rows, int Total, IReadOnlyList<StoppedBatch> Stopped, RevocationPauseView? Pause, IReadOnlyList<(string Value, string Words)> Owners)
{
    public required bool MayPause { get; init; }
    public required bool MaySeePolicies { get; init; }
}

/// <summary>A pause of everything.</summary>
public sealed record RevocationPauseView(DateTimeOffset Until, string By, string Reason);

/// <summary>Reads one page of what is taken away, or was, for one viewer.</summary>
public sealed class RevocationListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int MostOwners = 100;

    public async Task<RevocationPage> RunAsync(Actor actor, RevocationFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var found = filter.Apply(db, actor, now);
        var rows = await found.Skip(skip).Take(take).Select(r => new { Row = r, Owner = db.People.Where(p => p.Id == r.OwnerId).Select(p => p.Name).FirstOrDefault() }).ToListAsync(cancellation);
        var ways = await db.WaysToKeepAsync([.. rows.Select(row => row.Row)], cancellation);
        return new(
            [.. rows.Select(row => Row(row.Row, row.Owner, ways[row.Row.Id], now))], await found.CountAsync(cancellation), await StoppedAsync(db, actor, cancellation), await PauseAsync(db, actor, now, cancellation), await OwnersAsync(db, actor, cancellation))
        {
            MayPause = Permissions.Allows(actor, Permission.StopRevocations),
            MaySeePolicies = Permissions.Allows(actor, Permission.SeePolicies),
        };
    }

    internal static RevocationRow Row(Revocation row, string? owner, WayToKeep keep, DateTimeOffset now) => new(row.Id.Value, row.Kind, row.Label, row.Why, row.State, owner)
    {
        Step = row.Step,
        NextAt = row.NextAt,
        TakenOn = row.Step < LadderStep.Suspend ? row.SuspendOn ?? row.RevokeOn : row.RevokeOn,
        Waiting = row.Waiting,
        PausedUntil = row.PausedUntil > now ? row.PausedUntil : null,
        EndedAt = row.EndedAt,
        EndWords = row.EndWords,
        Keep = keep,
    };

    private static async Task<IReadOnlyList<StoppedBatch>> StoppedAsync(PortalDb db, Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeeTenant))
            return [];
        var waiting = await db.RevocationBatches.AsNoTracking().InTenants(actor.Tenants?.ToList()).Where(b => b.Answer == BatchAnswer.Waiting).OrderBy(b => b.StoppedAt).Take(50).ToListAsync(cancellation);
        var policies = await db.UnattendedPolicies.AsNoTracking().ToDictionaryAsync(p => p.Kind, cancellation);
        return [.. waiting.Select(b => new StoppedBatch(
            b.Id.Value, b.Kind, b.Step, b.Count, b.Limit, b.Alive, b.StoppedAt, Permissions.Allows(actor, Permission.StopRevocations) && !policies[b.Kind].WasSetBy(actor.Person!.Value)))];
    }

    private static async Task<RevocationPauseView?> PauseAsync(PortalDb db, Actor actor, DateTimeOffset now, CancellationToken cancellation) =>
        await (from pause in db.RevocationPauses.AsNoTracking().InTenants(actor.Tenants?.ToList())
               where pause.EndedAt == null && pause.Until > now
               join person in db.People on pause.ById equals person.Id
               orderby pause.Until descending
               select new RevocationPauseView(pause.Until, person.Name, pause.Reason)).FirstOrDefaultAsync(cancellation);

    private static async Task<IReadOnlyList<(string, string)>> OwnersAsync(PortalDb db, Actor actor, CancellationToken cancellation)
    {
        var waits = db.Revocations.To(actor, db).Where(r => r.EndedAt == null && r.OwnerId != null).Select(r => r.OwnerId!.Value);
        return [.. (await db.People.AsNoTracking().Where(p => waits.Contains(p.Id)).OrderBy(p => p.Name).Take(MostOwners).Select(p => new { p.Id, p.Name }).ToListAsync(cancellation)).Select(p => (p.Id.ToString(), p.Name))];
    }
}
