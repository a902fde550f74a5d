using System.Text.Json;
using System.Text.Json.Serialization;
using NhiPortal.Domain;
using NhiPortal.Features.Access.Http;
using NhiPortal.SignIn.Workloads;

namespace NhiPortal.Features.Access;

/// <summary><c>POST /dev/token</c>: an access token for trying things out. Mapped in Development only.</summary>
internal sealed class DevelopmentTokenEndpoint(DevelopmentIssuer issuer)
{
    public const string Path = "/dev/token";

    public async Task HandleAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        var (workload, point, pipeline) = (form["workload"].ToString(), form["enforcement_point"].ToString(), form["pipeline"].ToString());
        if (new[] { workload, point, pipeline }.Count(name => name.Length > 0) != 1)
        {
            await HttpAnswer.ProblemAsync(context, Problem.InvalidRequest("Send one form field: workload=<integration key>, enforcement_point=<key> or pipeline=<key>."));
            return;
        }

        var token = workload.Length > 0 ? await issuer.ForWorkloadAsync(workload, context.RequestAborted)
            : point.Length > 0 ? await issuer.ForEnforcementPointAsync(point, context.RequestAborted)
            : await issuer.ForPipelineAsync(pipeline, context.RequestAborted);
        if (!token.Succeeded)
            await HttpAnswer.ProblemAsync(context, Refused(token.Refusal));
        else
            await HttpAnswer.JsonAsync(context, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(
                new DevelopmentToken(token.Value, "Bearer", (int)DevelopmentIssuer.Lifetime.TotalSeconds), DevelopmentTokenJson.Default.DevelopmentToken));
    }

    private static Problem Refused(Refusal refusal) => refusal.Code == "not_found"
        ? Problem.NoSuchPath with { Title = "There is no such caller", Detail = refusal.Sentence }
        : Problem.InvalidRequest(refusal.Sentence, refusal.Code);
}

internal sealed record DevelopmentToken(string AccessToken, string TokenType, int ExpiresIn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DevelopmentToken))]
internal sealed partial class DevelopmentTokenJson : JsonSerializerContext;
