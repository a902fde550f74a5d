using Microsoft.EntityFrameworkCore;
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
            // Two accounts with one mail address are one person.
            var others = await run.Db.People.Where(p => p.Id != by && p.Mail != "" && run.Db.People.Any(me => me.Id == by && me.Mail == p.Mail)).Select(p => p.Id).ToListAsync(cancellation);
            if (others.Exists(other => draft.WhyNotSecond(other) is not null))
                return new Refusal("second_person", "You had a hand in this draft under another account. A different person must agree, because it asks for less than the policy in force.");
            // Owners may have gone since it was asked.
            if (await run.WhyNobodyAsync(draft.Rules, cancellation) is { } nobody)
                return nobody;
            var published = draft.Publish(inForce, by, null, run.Now);
            return published.Succeeded ? run.Publish(draft, inForce, published.Value) : published.Refusal;
        }, cancellation);
}
