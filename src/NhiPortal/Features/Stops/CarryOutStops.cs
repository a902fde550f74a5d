using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Discovery;

namespace NhiPortal.Features.Stops;

/// <summary>
/// Takes away what is under each live stop, in steps that each commit by themselves: an instance that dies half-way leaves
/// the rest to the next one. It looks again as long as a stop lives, so that nothing granted at the same instant is left.
/// </summary>
public sealed class CarryOutStops(UnitOfWork work, IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors)
{
    public static readonly Actor Stopper = Actor.Rule("carry out stops");

    /// <returns>How many lines were written or moved on.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var moved = 0;
        foreach (var stop in await db.Stops.Where(s => s.LiftedAt == null).OrderBy(s => s.At).Select(s => s.Id).ToListAsync(cancellation))
        {
            for (var more = true; more;)
            {
                var swept = await work.RunAsync<Swept>(Stopper, "stop.sweep", async run => await run.SweepAsync(stop, connectors, cancellation), cancellation);
                (more, moved) = (swept.Value.More, moved + swept.Value.Lines);
            }
        }

        if (await db.StopLines.AnyAsync(StopSteps.Followed, cancellation))
            moved += (await work.RunAsync<int>(Stopper, "stop.follow", async run => await run.FollowAsync(cancellation), cancellation)).Value;
        return moved;
    }
}
