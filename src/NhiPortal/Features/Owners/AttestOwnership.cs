using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Owners;

/// <summary>An owner confirms that an ownership is still theirs, until the next due date.</summary>
public sealed class AttestOwnership(UnitOfWork work)
{
    public Task<Result<DateTimeOffset>> RunAsync(Actor actor, OwnershipId id, CancellationToken cancellation) =>
        work.RunAsync<DateTimeOffset>(actor, "ownership.attest", async run =>
        {
            var ownership = await run.Db.Ownerships.SingleOrDefaultAsync(o => o.Id == id, cancellation);
            var thing = ownership is null ? null : await run.ThingAsync(OwnerCell.Of(ownership), cancellation);
            if (ownership is null || thing is null || actor.Person is not { } person)
                return new Refusal("not_yours", "There is no such ownership of yours.");
            run.About = run.About with { Tenant = thing.Tenant, Integration = thing.Integration, Target = thing.Target };
            return run.Attest(ownership, thing, person, 1);
        }, cancellation);
}
