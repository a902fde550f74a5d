using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Features.Policy;

namespace NhiPortal.Features.AccessRules;

/// <summary>A second person, who neither wrote nor asked for it, publishes access rules that let more through than those in force.</summary>
public sealed class AgreeAccessRules(UnitOfWork work)
{
    /// <returns>The version published.</returns>
    public Task<Result<int>> RunAsync(Actor actor, TenantId tenant, Guid seen, CancellationToken cancellation) =>
        work.RunAsync<int>(actor, "access_rules.agree", async run =>
        {
            var act = await run.AccessRuleActAsync(tenant, seen, cancellation);
            if (!act.Succeeded)
                return act.Refusal;
            if (act.Value.Draft is not { } draft)
                return DraftActs.NoDraft;
            if (draft.AskedById is null)
                return new Refusal("draft_not_waiting", "This draft does not wait for a second person.");
            if (draft.WhyNotSecond(act.Value.By) is { } notYou)
                return notYou;
            // An action's class or risk may have been raised since it was asked.
            if (await run.WhyNeverAllowedAsync(draft, cancellation) is { } never)
                return never;
            var published = draft.Publish(act.Value.InForce, act.Value.By, null, run.Now);
            return published.Succeeded ? run.Publish(act.Value, published.Value) : published.Refusal;
        }, cancellation);
}

/// <summary>What is looked up each time before rules go into force.</summary>
internal static class AllowedActions
{
    public static async Task<Refusal?> WhyNeverAllowedAsync(this Work run, AccessRuleDraft draft, CancellationToken cancellation) =>
        RulePack.Parse(draft.Pack) is { Succeeded: true } pack && AccessRuleSet.Create(pack.Value.Rules) is { Succeeded: true } rules
            ? rules.Value.WhyNeverAllowed(await run.Db.CatalogueAsync(cancellation))
            : null;
}
