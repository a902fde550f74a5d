using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Findings;

/// <summary>Why a finding should be left as it is, what contains the risk meanwhile, and until when.</summary>
public sealed record ExceptionAsk(string Reason, string Control, DateTimeOffset Until);

/// <summary>Asks to accept a finding as an exception. Nothing changes before another person agrees.</summary>
public sealed class AskException(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, FindingId id, ExceptionAsk ask, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "finding.ask_exception", async run =>
        {
            var finding = await run.FindingAsync(id, cancellation);
            if (finding is null || actor.Person is not { } person)
                return FindingAct.NotFound;
            if (await run.MayHandleAsync(finding, cancellation) is { } refused)
                return refused;
            var reason = Text.Required(ask.Reason, "The reason", Text.Reason, 10);
            if (!reason.Succeeded)
                return reason.Refusal;
            var control = Text.Required(ask.Control, "What contains the risk meanwhile", Text.Reason, 10);
            if (!control.Succeeded)
                return control.Refusal;
            var asked = finding.AskException(person, reason.Value, control.Value, ask.Until, run.Now);
            if (!asked.Succeeded)
                return asked.Refusal;
            run.Record(run.About with
            {
                Kind = "finding.exception_asked",
                Sentence = $"{actor.Name} asked to accept a finding until {ask.Until:yyyy-MM-dd}: {finding.Sentence}",
                Facts = run.About.With(("reason", reason.Value), ("compensating_control", control.Value), ("until", ask.Until.ToString("o"))),
            });
            return default(Done);
        }, cancellation);
}
