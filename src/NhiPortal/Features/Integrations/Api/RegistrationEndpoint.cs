using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Access;
using NhiPortal.Features.Access.Deciding;
using NhiPortal.Features.Access.Http;
using NhiPortal.Features.Integrations.Drafts;

namespace NhiPortal.Features.Integrations.Api;

/// <summary><c>POST /api/integrations</c> and <c>GET /api/integrations/{key}</c>: a pipeline registers drafts; people decide the rest.</summary>
internal sealed class RegistrationEndpoint(
    CallerGate gate, RegisterIntegration registering, CheckDraftQuery checks, RegisteredQuery registered, AttemptRecord attempts, PortalSettings settings) : IDisposable
{
    private const int Burst = 60;
    private const int LongestKey = 255;

    private readonly PartitionedRateLimiter<Guid> limiter = PartitionedRateLimiter.Create<Guid, Guid>(caller => RateLimitPartition.GetTokenBucketLimiter(
        caller, _ => new TokenBucketRateLimiterOptions { TokenLimit = Burst, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromSeconds(1), AutoReplenishment = true, QueueLimit = 0 }));

    public async Task PostAsync(HttpContext context)
    {
        if (await gate.AdmitPipelineAsync(context) is not { } asker)
            return;
        using var lease = limiter.AttemptAcquire(asker.Caller.Id);
        if (!lease.IsAcquired)
        {
            await HttpAnswer.ProblemAsync(context, Problem.TooManyRequests(1));
            return;
        }

        var (body, problem) = await JsonBody.ReadAsync(context.Request, mayBeEmpty: false, context.RequestAborted);
        using (body)
        {
            var (draft, fault) = body is null ? (null, null) : RegistrationBody.Read(body.Root);
            problem ??= fault is null ? null : Problem.InvalidRequest(fault);
            var key = context.Request.Headers["Idempotency-Key"].ToString();
            if (problem is null && (key.Length > LongestKey || key.AsSpan().ContainsAnyExceptInRange(' ', '~')))
                problem = Problem.InvalidRequest($"An Idempotency-Key has at most {LongestKey} printable ASCII characters.", "idempotency_key");
            if (problem is null)
            {
                await RegisterAsync(context, asker, draft!, key.Length == 0 ? null : new RegisterOnce(
                    Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"register\n{asker.Caller.Id}\n{key}"))),
                    Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.ToBytes(body!.Bytes)))));
                return;
            }
        }

        await attempts.RecordAsync(asker, "integration.register.refused", problem);
        await HttpAnswer.ProblemAsync(context, problem);
    }

    public async Task GetAsync(HttpContext context)
    {
        if (await gate.AdmitPipelineAsync(context) is not { } asker)
            return;
        var key = context.Request.RouteValues["key"]?.ToString() ?? "";
        if (key.Length <= Text.Key && await registered.RunAsync(Actor(asker), key, context.RequestAborted) is { } found)
            await HttpAnswer.JsonAsync(context, StatusCodes.Status200OK, RegistrationAnswer.Write(found, HttpAnswer.BaseAddress(context, settings)));
        else
            await HttpAnswer.ProblemAsync(context, Problem.NoSuchPath with { Title = "There is no such integration for this caller", Detail = "Nothing of that key belongs to the caller's tenant." });
    }

    public void Dispose() => limiter.Dispose();

    private async Task RegisterAsync(HttpContext context, Asker asker, IntegrationDraft draft, RegisterOnce? once)
    {
        var actor = Actor(asker);
        var made = await registering.RunAsync(actor, draft, once, context.RequestAborted);
        if (!made.Succeeded)
        {
            await HttpAnswer.ProblemAsync(context, await WhyNotAsync(actor, draft, made.Refusal, context.RequestAborted));
            return;
        }

        var baseAddress = HttpAnswer.BaseAddress(context, settings);
        context.Response.Headers.Location = $"{baseAddress}{AccessPaths.Integrations}/{made.Value.Key}";
        var found = (await registered.RunAsync(actor, made.Value.Key, context.RequestAborted))!;
        await HttpAnswer.JsonAsync(context, StatusCodes.Status201Created, RegistrationAnswer.Write(found, baseAddress));
    }

    private async Task<Problem> WhyNotAsync(Actor actor, IntegrationDraft draft, Refusal refusal, CancellationToken cancellation)
    {
        const string own = "urn:nhiportal:error:";
        if (refusal.Code == "idempotency_key_reused")
            return new Problem(409, own + "duplicate_request", "The Idempotency-Key was used for another registration", "A key stands for one body for 24 hours. Use a new key for a new registration.");
        var faults = (await checks.RunAsync(actor, draft, cancellation)).Faults;
        var taken = faults.Count == 1 && faults[0].Code == "key_exists";
        return new Problem(taken ? 409 : 422, own + (taken ? "key_exists" : "invalid_registration"), taken ? "The key is taken" : "The registration cannot be accepted", refusal.Sentence)
        {
            Errors = faults.GroupBy(fault => fault.Field).ToDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group.Select(fault => fault.Sentence)]),
        };
    }

    private static Actor Actor(Asker asker) => asker.Caller.ToActor(asker.Address, asker.Trace);
}
