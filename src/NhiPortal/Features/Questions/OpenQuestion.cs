using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Questions;

/// <summary>Answers a question on the page and records who asked it; asking the same again within a few minutes is the same look.</summary>
public sealed class OpenQuestion(UnitOfWork work, QuestionAnswerQuery answers)
{
    public const string Asked = "question.asked";

    public async Task<Result<QuestionAnswer>> RunAsync(Actor actor, QuestionAsk ask, int skip, int take, CancellationToken cancellation)
    {
        // Read before the transaction, which keeps every other writer waiting; shown only once it is recorded.
        var answer = await answers.RunAsync(actor, ask, skip, take, cancellation);
        if (!answer.Succeeded && answer.Refusal.Code != "not_allowed")
            return answer;
        return await work.RunAsync<QuestionAnswer>(actor, "question.ask", async run =>
        {
            if (!answer.Succeeded)
                return answer.Refusal;
            if (!await run.LookedAsync(Asked, "address", Address(ask), cancellation))
                run.Record(new AuditNote(Asked, string.Create(CultureInfo.InvariantCulture, $"{actor.Name} asked “{answer.Value.Question.Title}”: {answer.Value.Words}; {answer.Value.Population} found."))
                {
                    // Filed with the reader's own tenant, whose auditors are to see it.
                    Tenant = await run.OwnTenantAsync(cancellation),
                    Facts = QuestionNotes.Facts(answer.Value.Question, Address(ask), answer.Value.Population),
                });
            return answer;
        }, cancellation);
    }

    public static string Address(QuestionAsk ask) => $"/questions/{ask.Key}{ask.Filter.Address}";
}
