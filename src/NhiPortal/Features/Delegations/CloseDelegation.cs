using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Delegations;

/// <summary>Either of the two ends it, or IAM staff do; before it is accepted that declines it or takes it back.</summary>
public sealed class CloseDelegation(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, DelegationId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "delegation.close", async run =>
        {
            var delegation = await run.DelegationAsync(id, cancellation);
            if (delegation is null || actor.Person is not { } me)
                return DelegationWords.NotFound;
            if (me != delegation.StandInId && me != delegation.LenderId && !(Permissions.Allows(actor, Permission.AssignOwners) && actor.SeesTenant(delegation.TenantId)))
                return DelegationWords.NotFound;
            var said = Text.Required(reason, "The reason", Text.Reason, OfferDelegation.ShortestReason);
            if (!said.Succeeded)
                return said.Refusal;
            var verb = delegation.AcceptedAt is not null ? "ended" : me == delegation.StandInId ? "declined" : "took back";
            var closed = delegation.Close(run.Now);
            if (!closed.Succeeded)
                return closed.Refusal;
            await run.RecordAsync(delegation, "delegation.closed", $"{actor.Name} {verb} the standing in", said.Value, cancellation);
            return default(Done);
        }, cancellation);
}
