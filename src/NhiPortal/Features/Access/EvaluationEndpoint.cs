using NhiPortal.Features.Access.Authzen;
using NhiPortal.Features.Access.Deciding;
using NhiPortal.Features.Access.Http;

namespace NhiPortal.Features.Access;

/// <summary><c>POST /access/v1/evaluation</c>: may this workload do exactly this now? Answered only after the record is durable.</summary>
internal sealed class EvaluationEndpoint(CallerGate gate, Decider decider, AttemptRecord attempts, EvaluationAnswer answers, PortalSettings settings)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (await gate.AdmitAsync(context) is not { } asker)
            return;
        var (body, problem) = await JsonBody.ReadAsync(context.Request, mayBeEmpty: false, context.RequestAborted);
        if (body is null)
        {
            await RefuseAsync(context, asker, problem!);
            return;
        }

        using (body)
        {
            var question = EvaluationBody.Read(body.Root);
            var call = question.Succeeded ? question.Value.By(asker.Caller).ToCall() : question.Refusal;
            if (!call.Succeeded)
            {
                await RefuseAsync(context, asker, Problem.InvalidRequest(call.Refusal.Sentence, call.Refusal.Code));
                return;
            }

            var decided = await decider.DecideAsync(asker, question.Value, call.Value, atLeast => gate.ReadmitAsync(context, atLeast), context.RequestAborted);
            if (decided is null)
                await HttpAnswer.ProblemAsync(context, Problem.Unavailable("The decision could not be recorded, so there is none. Nothing may be done; try again."));
            else
                await HttpAnswer.JsonAsync(context, StatusCodes.Status200OK, answers.Write(decided, decided.Judgement.Requestable ? HttpAnswer.BaseAddress(context, settings) : ""));
        }
    }

    private async Task RefuseAsync(HttpContext context, Asker asker, Problem problem)
    {
        await attempts.RecordAsync(asker, "access.refused", problem);
        await HttpAnswer.ProblemAsync(context, problem);
    }
}
