using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended;

/// <summary>Looks whether what was taken is gone: in the portal, on the target by what its connector read back, or by what a later reading shows. Looks again, more seldom, until it is.</summary>
public sealed class ConfirmRevocations(UnitOfWork work, IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Batch = 25;

    /// <returns>How many were looked at.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        List<RevocationId> due;
        await using (var db = await databases.CreateDbContextAsync(cancellation))
        {
            var now = time.GetUtcNow();
            due = await db.Revocations.Where(r => r.CheckAt != null && r.CheckAt <= now).OrderBy(r => r.CheckAt).Select(r => r.Id).ToListAsync(cancellation);
        }

        var portions = new Portions(Batch, time);
        foreach (var some in portions.Of(due))
            await work.RunAsync<int>(SweepUnattended.Sweeper, "revocation.confirm", async run =>
            {
                portions.Begin();
                return await LookAsync(run, some, cancellation);
            }, cancellation);
        return due.Count;
    }

    private static async Task<int> LookAsync(Work run, IReadOnlyList<RevocationId> ids, CancellationToken cancellation)
    {
        var rows = await run.Db.Revocations.Include(r => r.Items).Where(r => ids.Contains(r.Id) && r.CheckAt != null && r.CheckAt <= run.Now).ToListAsync(cancellation);
        var things = await run.ThingsAsync(rows, cancellation);
        var shown = await run.ProofsAsync([.. rows.SelectMany(row => row.Items).Where(item => item.ConfirmedAt is null)], cancellation);
        foreach (var row in rows)
        {
            var troubles = new List<string>();
            foreach (var item in row.Items.Where(item => item.ConfirmedAt is null))
                if (shown[item] is { Gone: true } proof)
                    item.Show(proof.Words, run.Now);
                else
                    troubles.Add(shown[item].Words);
            var failedBefore = row.StuckSince is not null;
            row.Look(troubles.FirstOrDefault(), run.Now);
            if (row.State == RevocationState.Confirmed)
                run.Record(things.Note(row, "revocation.confirmed", $"{row.Label}: everything that was taken is shown to be gone.") with { After = row.Items.ToDictionary(item => $"item_{item.Number}", item => (string?)$"{item.Label}: {item.Proof}") });
            else if (!failedBefore && row.StuckSince is not null)
                run.Record(things.Note(row, "revocation.failed", $"{row.Label}: what was taken is not shown to be gone. {row.Trouble}"));
        }

        return rows.Count;
    }
}
