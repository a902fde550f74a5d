using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Owners;

namespace NhiPortal.Features.Delegations;

/// <summary>The person asked to stand in accepts.</summary>
public sealed class AcceptDelegation(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, DelegationId id, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "delegation.accept", async run =>
        {
            if (await run.DelegationAsync(id, cancellation) is not { } delegation || actor.Person != delegation.StandInId)
                return DelegationWords.NotFound;
            var standIn = await run.Db.People.AsNoTracking().SingleAsync(p => p.Id == delegation.StandInId, cancellation);
            if (Nominations.Unfit(standIn, delegation.TenantId, "stand-in") is { } unfit)
                return unfit;
            var accepted = delegation.Accept(run.Now);
            if (!accepted.Succeeded)
                return accepted.Refusal;
            await run.RecordAsync(delegation, "delegation.accepted", $"{actor.Name} accepted to stand in", null, cancellation);
            return default(Done);
        }, cancellation);
}
