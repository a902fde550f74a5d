using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;

namespace NhiPortal.Features.AccessRules;

/// <summary>Keeps a tenant's draft as one person has it before them; the first save begins it. Nothing is answered by it yet.</summary>
public sealed class SaveAccessRules(UnitOfWork work)
{
    /// <returns>The token to save or publish with next.</returns>
    public Task<Result<Guid>> RunAsync(Actor actor, TenantId tenant, Guid seen, string pack, CancellationToken cancellation) =>
        work.RunAsync<Guid>(actor, "access_rules.save_draft", async run =>
        {
            var act = await run.AccessRuleActAsync(tenant, seen, cancellation);
            if (!act.Succeeded)
                return act.Refusal;
            var read = RulePack.Parse(pack);
            var rules = read.Succeeded ? read.Value.Check() : read.Refusal;
            if (!rules.Succeeded)
                return rules.Refusal;
            if (rules.Value.WhyNeverAllowed(await run.Db.CatalogueAsync(cancellation)) is { } never)
                return never;
            var draft = act.Value.Draft ?? AccessRuleDraft.Start(tenant, act.Value.InForce);
            var before = draft.Pack;
            var saved = draft.Save(read.Value, act.Value.By, run.Now);
            if (!saved.Succeeded)
                return saved.Refusal;
            if (act.Value.Draft is null)
                run.Db.AccessRuleDrafts.Add(draft);
            run.Record(run.About with
            {
                Kind = "access_rules.draft_saved",
                Sentence = $"{actor.Name} saved the draft of version {draft.BasedOn + 1} of the access rules of {act.Value.Tenant}.",
                Before = AccessRuleActs.Facts(before),
                After = AccessRuleActs.Facts(draft.Pack),
            });
            return draft.Token;
        }, cancellation);
}
