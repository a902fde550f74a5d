using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>The second person's word on a policy that weakens.</summary>
public sealed class AnswerUnattendedPolicy(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, UnattendedKind kind, bool agrees, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "unattended.answer", async run =>
        {
            var policy = await run.Db.UnattendedPolicies.SingleOrDefaultAsync(p => p.Kind == kind, cancellation);
            if (Permissions.Check(actor, Permission.AgreeUnattended) is { } refused)
                return refused;
            var said = UnattendedAct.Reason(reason);
            if (!said.Succeeded)
                return said.Refusal;
            if (policy is null)
                return new Refusal("nothing_waits", "Nothing waits for a second person here any more.");
            var before = policy.Order;
            var answered = policy.Answer(actor.Person!.Value, agrees, run.Now);
            if (!answered.Succeeded)
                return answered.Refusal;
            run.Record(PolicyNotes.Of(
                agrees ? "unattended.policy_set" : "unattended.policy_declined", $"{actor.Name} {(agrees ? "agreed to" : "declined")} the policy proposed for: {kind.Words()}.", kind, before, answered.Value, said.Value));
            return default(Done);
        }, cancellation);
}
