using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Discovery;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>
/// Ends the campaigns whose day has come and carries out what was decided, in steps that each commit by themselves: an
/// instance that dies half-way leaves the rest to the next one, and the end is the same.
/// </summary>
public sealed class FinishReviews(UnitOfWork work, IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, TimeProvider time, MailSettings mail)
{
    public static readonly Actor Finisher = Actor.Rule("finish access reviews");

    /// <returns>How many items or lines were moved on.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var moved = 0;
        List<Exception> failed = [];
        foreach (var id in await db.ReviewCampaigns.Where(c => c.State == CampaignState.Closing || (c.State == CampaignState.Running && c.DueAt <= now)).OrderBy(c => c.DueAt).Select(c => c.Id).ToListAsync(cancellation))
            try
            {
                moved += await OneAsync(id, cancellation);
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested)
            {
                // What goes wrong with one keeps up no other; it is told when all had their turn.
                failed.Add(error);
            }

        return failed.Count == 0 ? moved : throw new AggregateException(failed);
    }

    private async Task<int> OneAsync(CampaignId id, CancellationToken cancellation)
    {
        var moved = await StepAsync("review.end", run => run.EndAsync(id, mail, cancellation), cancellation);
        moved += await AllAsync("review.settle", run => run.SettleAsync(id, cancellation), cancellation);
        moved += await StepAsync("review.judge", run => run.JudgeAsync(id, cancellation), cancellation);
        moved += await AllAsync("review.order", run => run.OrderAsync(id, connectors, cancellation), cancellation);
        for (var after = new LinePlace(0, 0); after != LinePlace.End;)
        {
            var from = after;
            var followed = await work.RunAsync<(int Moved, LinePlace Next)>(Finisher, "review.follow", async run => await run.FollowAsync(id, from, cancellation), cancellation);
            (moved, after) = (moved + followed.Value.Moved, followed.Value.Next);
        }

        return moved + await StepAsync("review.close", run => run.CloseAsync(id, mail, cancellation), cancellation);
    }

    private async Task<int> AllAsync(string attempt, Func<Work, Task<int>> step, CancellationToken cancellation)
    {
        var total = 0;
        for (int some; (some = await StepAsync(attempt, step, cancellation)) > 0;)
            total += some;
        return total;
    }

    private async Task<int> StepAsync(string attempt, Func<Work, Task<int>> step, CancellationToken cancellation) =>
        (await work.RunAsync<int>(Finisher, attempt, async run => await step(run), cancellation)).Value;
}
