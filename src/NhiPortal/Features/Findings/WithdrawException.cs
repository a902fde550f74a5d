using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Findings;

/// <summary>Takes an asked or agreed exception back: the finding counts again from now on.</summary>
public sealed class WithdrawException(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, FindingId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "finding.withdraw_exception", async run =>
        {
            var finding = await run.FindingAsync(id, cancellation);
            if (finding is null)
                return FindingAct.NotFound;
            if (await run.MayHandleAsync(finding, cancellation) is { } refused)
                return refused;
            var said = Text.Required(reason, "The reason", Text.Reason, 10);
            if (!said.Succeeded)
                return said.Refusal;
            var withdrawn = finding.WithdrawException();
            if (!withdrawn.Succeeded)
                return withdrawn.Refusal;
            run.Record(run.About with
            {
                Kind = "finding.exception_withdrawn",
                Sentence = $"{actor.Name} took the exception of a finding back: {finding.Sentence}",
                Facts = run.About.With(("reason", said.Value)),
            });
            return default(Done);
        }, cancellation);
}
