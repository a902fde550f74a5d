using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reviews;

/// <summary>Makes and starts the next of each series on its day. What cannot start stays a draft, and its lead is told why.</summary>
public sealed class RepeatCampaigns(IDbContextFactory<PortalDb> databases, UnitOfWork work, TimeProvider time, MailSettings mail)
{
    private static readonly Actor Rule = Actor.Rule("access reviews");

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var due = await db.ReviewCampaigns.AsNoTracking().Where(c => c.NextOn != null && c.NextOn <= today).OrderBy(c => c.NextOn).ToListAsync(cancellation);
        foreach (var last in due)
        {
            var ahead = await CampaignStart.ReadAsync(db, last.TenantId, last.Plan, true, now, cancellation);
            await work.RunAsync<CampaignId>(Rule, "review.repeat", async run =>
            {
                var before = await run.Db.ReviewCampaigns.SingleAsync(c => c.Id == last.Id, cancellation);
                var next = before.Again(run.Now);
                if (!next.Succeeded)
                    return before.Id;
                run.Db.ReviewCampaigns.Add(next.Value);
                run.Record(next.Value, "review.drafted", $"The access review {before.Name} comes again: turn {next.Value.Turn} of its series.", ("turn", $"{next.Value.Turn}"));
                var started = await run.StartAsync(next.Value, ahead, mail, cancellation);
                if (!started.Succeeded && next.Value.Stumble(Text.Kept(started.Refusal.Sentence, Text.Reason)))
                {
                    run.Record(next.Value, "review.not_started", $"The access review {next.Value.Name} could not start on its day: {started.Refusal.Sentence}");
                    await run.TellLeadAsync(next.Value, $"{next.Value.Name} could not start", started.Refusal.Sentence, mail, cancellation);
                }

                return next.Value.Id;
            }, cancellation);
        }

        return due.Count;
    }
}
