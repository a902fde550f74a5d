using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Policy;

/// <summary>Throws the draft away. The policy in force stays as it is.</summary>
public sealed class DiscardDraft(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid seen, string? reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "policy.discard_draft", async run =>
        {
            var act = await run.DraftActAsync(seen, cancellation);
            if (!act.Succeeded)
                return act.Refusal;
            if (act.Value.Draft is not { } draft)
                return DraftActs.NoDraft;
            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            run.Db.PolicyDrafts.Remove(draft);
            run.Record(new AuditNote("policy.draft_discarded", $"{actor.Name} threw the draft of policy version {draft.BasedOn + 1} away.")
            {
                Before = draft.Rules.Facts(),
                Facts = new Dictionary<string, string?> { ["reason"] = said.Value },
            });
            return default(Done);
        }, cancellation);
}
