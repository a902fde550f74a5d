using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Integrations.Drafts;

namespace NhiPortal.Features.Integrations;

/// <summary>Closes one path: from the next decision on nothing on it can be asked for or done.</summary>
public sealed class RemovePath(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, IntegrationId id, PathId path, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "path.remove", async run =>
        {
            var found = await run.ShapedAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var open = await run.Db.Paths.SingleOrDefaultAsync(p => p.Id == path && p.IntegrationId == id && p.RemovedAt == null, cancellation);
            if (open is null)
                return new Refusal("not_found", "This path is closed already.");
            if (await run.ReshapeAsync(found.Value, cancellation) is { } retired)
                return retired;
            run.RemovePath(found.Value, await run.Db.Targets.AsNoTracking().SingleAsync(t => t.Id == open.TargetId, cancellation), open);
            return default(Done);
        }, cancellation);
}
