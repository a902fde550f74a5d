using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Requests;

/// <summary>Somebody no longer wishes to hear of a request.</summary>
public sealed class StopWatching(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, RequestId id, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "request.watch_stop", async run =>
        {
            run.About = run.About with { Request = id };
            var person = actor.Person ?? default;
            if (await run.Db.RequestWatches.SingleOrDefaultAsync(w => w.RequestId == id && w.PersonId == person, cancellation) is not { } watch)
                return new Refusal("not_found", "You do not watch this request.");
            run.Db.RequestWatches.Remove(watch);
            run.Record(run.About with { Kind = "request.unwatched", Sentence = $"{actor.Name} no longer watches a request." });
            return default(Done);
        }, cancellation);
}
