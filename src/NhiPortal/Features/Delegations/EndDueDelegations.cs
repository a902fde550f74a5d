using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Delegations;

/// <summary>Writes down that delegations are over whose time has come; what they lent ended at that time by itself.</summary>
public sealed class EndDueDelegations(UnitOfWork work)
{
    private const int Batch = 200;

    /// <returns>How many ended.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var total = 0;
        while (true)
        {
            var ended = await work.RunAsync<int>(Actor.Rule("end due delegations"), "delegation.end", async run =>
            {
                var due = await run.Db.Delegations.Where(d => d.ClosedAt == null && d.Until <= run.Now).OrderBy(d => d.Until).Take(Batch).ToListAsync(cancellation);
                var people = await run.PeopleOfAsync(due, cancellation);
                foreach (var delegation in due.Where(d => d.Close(run.Now).Succeeded))
                    run.Record(delegation, people, "delegation.over", "The time of standing in is over", null);
                return due.Count;
            }, cancellation);
            total += ended.Value;
            if (ended.Value < Batch)
                return total;
        }
    }
}
