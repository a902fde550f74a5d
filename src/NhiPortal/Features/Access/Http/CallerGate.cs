using System.Diagnostics;
using NhiPortal.Features.Access.Deciding;
using NhiPortal.SignIn.Workloads;

namespace NhiPortal.Features.Access.Http;

/// <summary>Admits a caller by its token, or answers for it: 401 that says where to learn more, never a redirect.</summary>
internal sealed class CallerGate(TokenCheck tokens, RefusedTokens refused, PortalSettings settings)
{
    /// <summary>The caller, or null when the answer has been written.</summary>
    public async ValueTask<Asker?> AdmitAsync(HttpContext context)
    {
        var verdict = await tokens.CheckAsync(context.Request.Headers.Authorization, 0, false, context.RequestAborted);
        return await AdmitAsync(context, verdict.Caller is { IsPipeline: true } ? new TokenVerdict(null, TokenRefusal.PipelinesOnlyRegister, verdict.Caller.Issuer) : verdict);
    }

    /// <summary>The same for the one place that takes pipelines and nobody else.</summary>
    public async ValueTask<Asker?> AdmitPipelineAsync(HttpContext context)
    {
        var verdict = await tokens.CheckAsync(context.Request.Headers.Authorization, 0, false, context.RequestAborted);
        return await AdmitAsync(context, verdict.Caller is { IsPipeline: false } ? new TokenVerdict(null, TokenRefusal.OnlyPipelinesRegister, verdict.Caller.Issuer) : verdict);
    }

    private async ValueTask<Asker?> AdmitAsync(HttpContext context, TokenVerdict verdict)
    {
        if (verdict.Caller is { } caller)
            return new Asker(caller, Address(context), Activity.Current?.TraceId.ToString());
        await RefuseAsync(context, verdict);
        return null;
    }

    /// <summary>Judges the same token by newer trust; null when it is believed no more, which only the next call will be told in full.</summary>
    public async ValueTask<Caller?> ReadmitAsync(HttpContext context, long atLeast) =>
        (await tokens.CheckAsync(context.Request.Headers.Authorization, atLeast, true, context.RequestAborted)).Caller;

    private Task RefuseAsync(HttpContext context, TokenVerdict verdict)
    {
        var refusal = verdict.Refusal!;
        if (refusal.IsOutage)
            return HttpAnswer.ProblemAsync(context, Problem.Unavailable(refusal.Sentence));
        if (refusal.IsAttempt)
            refused.Add(verdict.Issuer, refusal.Reason, Address(context));
        if (refusal.IsForbidden)
            return HttpAnswer.ProblemAsync(context, Problem.Forbidden(refusal.Reason, refusal.Sentence));
        var challenge = $"Bearer resource_metadata=\"{HttpAnswer.BaseAddress(context, settings)}{ProtectedResource.Path}\"";
        context.Response.Headers.WWWAuthenticate = refusal.IsAttempt ? $"{challenge}, error=\"invalid_token\", error_description=\"{refusal.Sentence}\"" : challenge;
        return HttpAnswer.ProblemAsync(context, Problem.Unauthorized(refusal.Reason, refusal.Sentence));
    }

    private static string? Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();
}
