using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Policy;

/// <summary>A second person, who neither wrote nor asked for it, publishes a draft that asks for less than the policy in force.</summary>
public sealed class AgreePolicy(UnitOfWork work)
{
    /// <returns>The version published.</returns>
    public Task<Result<int>> RunAsync(Actor actor, Guid seen, CancellationToken cancellation) =>
        work.RunAsync<int>(actor, "policy.agree", async run =>
        {
            var act = await run.DraftActAsync(seen, cancellation);
            if (!act.Succeeded)
                return act.Refusal;
            var (by, known, inForce) = act.Value;
            if (known is not { } draft)
                return DraftActs.NoDraft;
            if (draft.AskedById is null)
                return new Refusal("draft_not_waiting", "This draft does not wait for a second person.");
            if (draft.WhyNotSecond(by) is { } notYou)
                return notYou;
            // Owners may have gone since it was asked.
            if (await run.WhyNobodyAsync(draft.Rules, cancellation) is { } nobody)
                return nobody;
            var published = draft.Publish(inForce, by, null, run.Now);
            return published.Succeeded ? run.Publish(draft, inForce, published.Value) : published.Refusal;
        }, cancellation);
}
