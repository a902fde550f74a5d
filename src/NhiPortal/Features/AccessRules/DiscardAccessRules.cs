using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Policy;

namespace NhiPortal.Features.AccessRules;

/// <summary>Throws a tenant's draft away. The rules in force stay as they are.</summary>
public sealed class DiscardAccessRules(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, TenantId tenant, Guid seen, string? reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "access_rules.discard_draft", async run =>
        {
            var act = await run.AccessRuleActAsync(tenant, seen, cancellation);
            if (!act.Succeeded)
                return act.Refusal;
            if (act.Value.Draft is not { } draft)
                return DraftActs.NoDraft;
            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            run.Db.AccessRuleDrafts.Remove(draft);
            run.Record(run.About with
            {
                Kind = "access_rules.draft_discarded",
                Sentence = $"{actor.Name} threw the draft of version {draft.BasedOn + 1} of the access rules of {act.Value.Tenant} away.",
                Before = AccessRuleActs.Facts(draft.Pack),
                Facts = new Dictionary<string, string?> { ["reason"] = said.Value },
            });
            return default(Done);
        }, cancellation);
}
