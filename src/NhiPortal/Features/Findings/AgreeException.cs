using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Findings;

/// <summary>A second person, who neither asked for it nor has to put it right, accepts a finding until its day.</summary>
public sealed class AgreeException(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, FindingId id, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "finding.agree_exception", async run =>
        {
            var finding = await run.FindingAsync(id, cancellation);
            if (finding is null || actor.Person is not { } person)
                return FindingAct.NotFound;
            if (Permissions.Check(actor, Permission.AgreeExceptions) is { } refused)
                return refused;
            var agreed = finding.AgreeException(person, run.Now);
            if (!agreed.Succeeded)
                return agreed.Refusal;
            run.Record(run.About with
            {
                Kind = "finding.excepted",
                Sentence = $"{actor.Name} agreed to accept a finding until {finding.ExceptionUntil:yyyy-MM-dd}: {finding.Sentence}",
                Facts = run.About.With(("asked_by", finding.ExceptionAskedById?.ToString()), ("reason", finding.ExceptionReason), ("until", finding.ExceptionUntil?.ToString("o"))),
            });
            return default(Done);
        }, cancellation);
}
