using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>Sets one kind's policy. What weakens it, or lets it take more at once, waits for a second person: the result is false then.</summary>
public sealed class SetUnattendedPolicy(UnitOfWork work)
{
    public Task<Result<bool>> RunAsync(Actor actor, UnattendedKind kind, UnattendedOrder order, string reason, CancellationToken cancellation) =>
        work.RunAsync<bool>(actor, "unattended.set", async run =>
        {
            var policy = await run.Db.UnattendedPolicies.SingleOrDefaultAsync(p => p.Kind == kind, cancellation);
            if (Permissions.Check(actor, Permission.ManagePolicies) is { } refused)
                return refused;
            var said = UnattendedAct.Reason(reason);
            if (!said.Succeeded)
                return said.Refusal;
            if (policy is null)
                run.Db.UnattendedPolicies.Add(policy = UnattendedPolicy.Off(kind));
            var before = policy.Order;
            var set = policy.Set(order, actor.Person!.Value, said.Value, run.Now);
            if (!set.Succeeded)
                return set.Refusal;
            run.Record(PolicyNotes.Of(
                set.Value ? "unattended.policy_set" : "unattended.policy_proposed", set.Value
                    ? $"{actor.Name} set the policy for: {kind.Words()}." : $"{actor.Name} proposes a weaker policy for: {kind.Words()}. It waits for a second person.",
                kind, before, order, said.Value));
            return set.Value;
        }, cancellation);
}
