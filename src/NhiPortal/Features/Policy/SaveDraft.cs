using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Features.Policy;

/// <summary>Keeps the policy's draft as one person has it before them; the first save begins it. Nothing is decided by it yet.</summary>
public sealed class SaveDraft(UnitOfWork work)
{
    /// <returns>The token to save or publish with next.</returns>
    public Task<Result<Guid>> RunAsync(Actor actor, Guid seen, IReadOnlyList<ApprovalRule> rules, CancellationToken cancellation) =>
        work.RunAsync<Guid>(actor, "policy.save_draft", async run =>
        {
            var act = await run.DraftActAsync(seen, cancellation);
            if (!act.Succeeded)
                return act.Refusal;
            var (by, known, inForce) = act.Value;
            var draft = known ?? PolicyDraft.Start(inForce);
            var before = draft.Rules;
            var saved = draft.Save(rules, by, run.Now);
            if (!saved.Succeeded)
                return saved.Refusal;
            if (known is null)
                run.Db.PolicyDrafts.Add(draft);
            run.Record(new AuditNote("policy.draft_saved", $"{actor.Name} saved the draft of policy version {draft.BasedOn + 1}.") { Before = before.Facts(), After = rules.Facts() });
            return draft.Token;
        }, cancellation);
}
