using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>Somebody who may see a request hears from now on of whatever becomes of it.</summary>
public sealed class StartWatching(UnitOfWork work)
{
    /// <summary>So many people watch one request at the most; more would be a mailing list.</summary>
    public const int MostWatchers = 50;

    public Task<Result<Done>> RunAsync(Actor actor, RequestId id, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "request.watch_start", async run =>
        {
            run.About = run.About with { Request = id };
            var request = await run.Db.Requests.AsNoTracking().To(actor, run.Db).SingleOrDefaultAsync(r => r.Id == id, cancellation);
            if (actor.Person is not { } person || request is null)
                return new Refusal("not_found", "There is no such request for you.");
            run.About = run.About with { Tenant = request.TenantId };
            var watchers = await run.Db.RequestWatches.Where(w => w.RequestId == id).Select(w => w.PersonId).ToListAsync(cancellation);
            if (watchers.Contains(person))
                return default(Done);
            if (watchers.Count >= MostWatchers)
                return new Refusal("too_many_watchers", $"{MostWatchers} people watch this request already.");
            run.Db.RequestWatches.Add(RequestWatch.Of(id, person, run.Now));
            run.Record(run.About with { Kind = "request.watched", Sentence = $"{actor.Name} watches a request." });
            return default(Done);
        }, cancellation);
}
