using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Owners;

/// <summary>Which cell of the matrix a nomination fills: exactly one of the two things, as the role demands.</summary>
public sealed record OwnerCell(OwnerRole Role, IntegrationId? Integration, TargetId? Target);

/// <summary>Asks a person to own something. The present holder keeps it until the nominee accepts.</summary>
public sealed class NominateOwner(UnitOfWork work)
{
    public Task<Result<OwnershipId>> RunAsync(Actor actor, OwnerCell cell, PersonId nominee, PersonId? deputy, CancellationToken cancellation) =>
        work.RunAsync<OwnershipId>(actor, "ownership.nominate", async run =>
        {
            if (Permissions.Check(actor, Permission.AssignOwners) is { } refused)
                return refused;
            var thing = await run.ThingAsync(cell, cancellation);
            if (thing is null)
                return new Refusal("not_found", "There is no such integration or target for you.");
            run.About = run.About with { Tenant = thing.Tenant, Integration = thing.Integration, Target = thing.Target };
            return await run.NominateAsync(thing, cell, nominee, deputy, cancellation);
        }, cancellation);
}
