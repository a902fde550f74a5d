using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Access.Authzen;
using NhiPortal.Features.Access.Deciding;
using NhiPortal.Features.Access.Http;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Access;

/// <summary><c>POST /access/v1/requests</c>: a workload asks the owners for exactly what an evaluation denied.</summary>
internal sealed class AskEndpoint(
    CallerGate gate, Decider decider, AskForAccess asking, TaskQuery tasks, AttemptRecord attempts, DenialSeal seal, TimeProvider time, PortalSettings settings) : IDisposable
{
    private const int Burst = 60;
    private const int LongestKey = 255;
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<Guid> limiter = PartitionedRateLimiter.Create<Guid, Guid>(caller => RateLimitPartition.GetTokenBucketLimiter(
        caller, _ => new TokenBucketRateLimiterOptions { TokenLimit = Burst, TokensPerPeriod = 1, ReplenishmentPeriod = Refill, AutoReplenishment = true, QueueLimit = 0 }));

    public async Task HandleAsync(HttpContext context)
    {
        if (await gate.AdmitAsync(context) is not { } asker)
            return;
        if (!asker.Caller.IsWorkload)
        {
            await RefuseAsync(context, asker, AskErrors.OnlyWorkloadsAsk);
            return;
        }

        if (Limit(context, asker) is { } tooMany)
        {
            await HttpAnswer.ProblemAsync(context, tooMany);
            return;
        }

        var (body, problem) = await JsonBody.ReadAsync(context.Request, mayBeEmpty: false, context.RequestAborted);
        if (body is null)
        {
            await RefuseAsync(context, asker, problem!);
            return;
        }

        using (body)
            await AskAsync(context, asker, body);
    }

    public void Dispose() => limiter.Dispose();

    private async Task AskAsync(HttpContext context, Asker asker, JsonBody body)
    {
        var (ask, problem) = AskBody.Read(body.Root);
        var call = ask?.Question.ToCall();
        problem ??= call!.Succeeded ? null : Problem.InvalidRequest(call.Refusal.Sentence, call.Refusal.Code);
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (problem is null && (key.Length > LongestKey || key.AsSpan().ContainsAnyExceptInRange(' ', '~')))
            problem = Problem.InvalidRequest($"An Idempotency-Key has at most {LongestKey} printable ASCII characters.", "idempotency_key");
        if (problem is not null)
        {
            await RefuseAsync(context, asker, problem);
            return;
        }

        var subject = await decider.FindAsync(asker.Caller, ask!.Question, context.RequestAborted);
        var known = subject.Known is null ? null : subject.Workload;
        if (Bound(ask, Decider.Bind(subject.Known?.Facts, known ?? default, call!.Value), known) is { } unbound)
        {
            await RefuseAsync(context, asker, unbound);
            return;
        }

        var asked = await asking.RunAsync(asker.Caller.ToActor(asker.Address, asker.Trace), new Ask(known ?? default, call.Value)
        {
            Justification = ask.Justification,
            Ticket = ask.Ticket,
            Minutes = ask.Until is { } until ? (int)Math.Clamp(Math.Ceiling((until - time.GetUtcNow()).TotalMinutes), 0, int.MaxValue) : null,
            StartedBy = ask.StartedBy,
            Session = ask.Session,
            Emergency = ask.Emergency,
            Brokered = ask.Brokered,
            Once = key.Length == 0 ? null : new AskOnce(Hash($"{asker.Caller.Id}\n{key}"), Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.ToBytes(body.Bytes)))),
        }, context.RequestAborted);
        if (!asked.Succeeded)
            await HttpAnswer.ProblemAsync(context, AskErrors.Of(asked.Refusal));
        else
            await AnswerAsync(context, asker, asked.Value.Id);
    }

    private Problem? Bound(AskBody ask, string binding, WorkloadId? workload)
    {
        if (ask.DenialIsUnusable)
            return AskErrors.InvalidDenialBinding;
        return ask.Denial is not { } denial ? null : seal.Check(denial.EvaluationId, denial.ExpiresAt, workload, binding, time.GetUtcNow()) switch
        {
            DenialCheck.Mismatch => AskErrors.InvalidDenialBinding,
            DenialCheck.Expired => AskErrors.ExpiredDenial,
            _ => null,
        };
    }

    private async Task AnswerAsync(HttpContext context, Asker asker, RequestId id)
    {
        if (await tasks.RunAsync(new WorkloadId(asker.Caller.Id), id.Value, context.RequestAborted) is not { } task)
        {
            await HttpAnswer.ProblemAsync(context, AskErrors.UnknownTask);
            return;
        }

        var baseAddress = HttpAnswer.BaseAddress(context, settings);
        context.Response.Headers.Location = baseAddress + AccessPaths.Request(id.Value);
        var pending = task.Status == Domain.Requests.RequestStatus.Pending;
        if (pending)
            context.Response.Headers.RetryAfter = TaskEndpoint.RetryAfter;
        await HttpAnswer.JsonAsync(context, pending ? StatusCodes.Status202Accepted : StatusCodes.Status201Created, TaskAnswer.Write(task, baseAddress));
    }

    private Problem? Limit(HttpContext context, Asker asker)
    {
        using var lease = limiter.AttemptAcquire(asker.Caller.Id);
        var left = limiter.GetStatistics(asker.Caller.Id)?.CurrentAvailablePermits ?? 0;
        context.Response.Headers["RateLimit-Policy"] = $"\"requests\";q={Burst};w={Burst * (int)Refill.TotalSeconds}";
        context.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"requests\";r={left};t={(left == 0 ? 1 : 0)}");
        return lease.IsAcquired ? null : Problem.TooManyRequests(1);
    }

    private async Task RefuseAsync(HttpContext context, Asker asker, Problem problem)
    {
        await attempts.RecordAsync(asker, "request.ask.refused", problem);
        await HttpAnswer.ProblemAsync(context, problem);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
