using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Policy;
using NhiPortal.Features.Policy;

namespace NhiPortal.Features.AccessRules;

/// <summary>Publishes a tenant's draft, or, where it lets more through than the rules in force, sends it to a second person.</summary>
public sealed class PublishAccessRules(UnitOfWork work)
{
    /// <returns>The version published; null when a second person must agree first.</returns>
    public Task<Result<int?>> RunAsync(Actor actor, TenantId tenant, Guid seen, string? reason, CancellationToken cancellation) =>
        work.RunAsync<int?>(actor, "access_rules.publish", async run =>
        {
            var act = await run.AccessRuleActAsync(tenant, seen, cancellation);
            if (!act.Succeeded)
                return act.Refusal;
            if (act.Value.Draft is not { } draft)
                return DraftActs.NoDraft;
            if (draft.State == DraftState.WaitingForSecondPerson)
                return new Refusal("draft_waiting", "This draft waits for a second person, who agrees or sends it back.");
            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            if (await run.WhyNeverAllowedAsync(draft, cancellation) is { } never)
                return never;
            var published = draft.Publish(act.Value.InForce, act.Value.By, said.Value, run.Now);
            if (published.Succeeded)
                return run.Publish(act.Value, published.Value);
            if (published.Refusal.Code != "second_person_needed")
                return published.Refusal;
            var asked = draft.Ask(act.Value.By, said.Value, run.Now);
            if (!asked.Succeeded)
                return asked.Refusal;
            run.Record(run.About with
            {
                Kind = "access_rules.publish_asked",
                Sentence = $"{actor.Name} asked for a second person to publish version {draft.BasedOn + 1} of the access rules of {act.Value.Tenant}, which lets more through than version {draft.BasedOn}.",
                Before = AccessRuleActs.Facts(act.Value.InForce?.Pack),
                After = AccessRuleActs.Facts(draft.Pack),
                Facts = new Dictionary<string, string?> { ["reason"] = said.Value, ["weaker"] = AccessRuleWords.Weaker(draft.Difference(act.Value.InForce)) },
            });
            return Result.Ok<int?>(null);
        }, cancellation);
}
