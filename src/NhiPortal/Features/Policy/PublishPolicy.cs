using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Features.Policy;

/// <summary>
/// Publishes the draft, or, where it asks for less than the policy in force in any case, sends it to a second person. There is
/// no other way to change the policy, and no machine can take it.
/// </summary>
public sealed class PublishPolicy(UnitOfWork work)
{
    /// <returns>The version published; null when a second person must agree first.</returns>
    public Task<Result<int?>> RunAsync(Actor actor, Guid seen, string? reason, CancellationToken cancellation) =>
        work.RunAsync<int?>(actor, "policy.publish", async run =>
        {
            var act = await run.DraftActAsync(seen, cancellation);
            if (!act.Succeeded)
                return act.Refusal;
            var (by, known, inForce) = act.Value;
            if (known is not { } draft)
                return DraftActs.NoDraft;
            if (draft.State == DraftState.WaitingForSecondPerson)
                return new Refusal("draft_waiting", "This draft waits for a second person, who agrees or sends it back.");
            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            if (await run.WhyNobodyAsync(draft.Rules, cancellation) is { } nobody)
                return nobody;

            var published = draft.Publish(inForce, by, said.Value, run.Now);
            if (published.Succeeded)
                return run.Publish(draft, inForce, published.Value);
            if (published.Refusal.Code != "second_person_needed")
                return published.Refusal;
            var asked = draft.Ask(by, said.Value, run.Now);
            if (!asked.Succeeded)
                return asked.Refusal;
            run.Record(new AuditNote("policy.publish_asked", $"{actor.Name} asked for a second person to publish policy version {draft.BasedOn + 1}, which asks for less than version {inForce.Number}.")
            {
                Before = inForce.Rules.Facts(),
                After = draft.Rules.Facts(),
                Facts = new Dictionary<string, string?> { ["reason"] = said.Value, ["weaker"] = DifferenceWords.Weaker(draft.Difference(inForce)) },
            });
            return Result.Ok<int?>(null);
        }, cancellation);
}
