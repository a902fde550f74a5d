using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Owners;

/// <summary>The nominee says no, and why; whoever nominated them must find somebody else.</summary>
public sealed class DeclineOwnership(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, OwnershipId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "ownership.decline", async run =>
        {
            var ownership = await run.Db.Ownerships.SingleOrDefaultAsync(o => o.Id == id, cancellation);
            var thing = ownership is null ? null : await run.ThingAsync(new OwnerCell(ownership.Role, ownership.IntegrationId, ownership.TargetId), cancellation);
            if (ownership is null || thing is null || actor.Person is not { } person)
                return new Refusal("not_yours", "There is no such ownership waiting for you.");
            run.About = run.About with { Tenant = thing.Tenant, Integration = thing.Integration, Target = thing.Target };
            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            var declined = ownership.Decline(person, said.Value, run.Now);
            if (!declined.Succeeded)
                return declined.Refusal;
            run.Record(run.About with
            {
                Kind = "ownership.declined",
                Sentence = $"{actor.Name} declined to be {ownership.Role.InSentence()} of {thing.Key}.",
                Facts = new Dictionary<string, string?> { ["role"] = ownership.Role.Token(), ["reason"] = said.Value },
            });
            return default(Done);
        }, cancellation);
}
