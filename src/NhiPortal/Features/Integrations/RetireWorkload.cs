using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Integrations.Drafts;

namespace NhiPortal.Features.Integrations;

/// <summary>Retires one identity: from the next call on nobody is recognised by it.</summary>
public sealed class RetireWorkload(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, IntegrationId id, WorkloadId workload, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "workload.retire", async run =>
        {
            var found = await run.ShapedAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var live = await run.Db.Workloads.SingleOrDefaultAsync(w => w.Id == workload && w.IntegrationId == id && w.RetiredAt == null, cancellation);
            if (live is null)
                return new Refusal("not_found", "This identity is retired already.");
            run.RetireWorkload(found.Value, live);
            return default(Done);
        }, cancellation);
}
