using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Policy;

namespace NhiPortal.Features.AccessRules;

/// <summary>Sends a waiting draft back to its authors: by somebody who does not agree, or by whoever sent it and thought better of it.</summary>
public sealed class DeclineAccessRules(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, TenantId tenant, Guid seen, string? reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "access_rules.decline", async run =>
        {
            var act = await run.AccessRuleActAsync(tenant, seen, cancellation);
            if (!act.Succeeded)
                return act.Refusal;
            if (act.Value.Draft is not { } draft)
                return DraftActs.NoDraft;
            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            var (asked, own) = (draft.AskedById, draft.WhyNotSecond(act.Value.By) is not null);
            var declined = draft.Decline(act.Value.By, said.Value, run.Now);
            if (!declined.Succeeded)
                return declined.Refusal;
            run.Record(run.About with
            {
                Kind = "access_rules.publish_declined",
                Sentence = $"{actor.Name} {(own ? "took back" : "declined")} the draft of version {draft.BasedOn + 1} of the access rules of {act.Value.Tenant}.",
                Facts = new Dictionary<string, string?> { ["reason"] = said.Value, ["asked_by"] = asked?.ToString() },
            });
            return default(Done);
        }, cancellation);
}
