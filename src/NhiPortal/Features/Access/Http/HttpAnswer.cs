using System.Diagnostics;
using System.Globalization;

namespace NhiPortal.Features.Access.Http;

/// <summary>What every answer of the API has in common.</summary>
internal static class HttpAnswer
{
    private const string RequestId = "X-Request-ID";
    private const int LongestRequestId = 128;

    /// <summary>Call first: the caller's request id comes back, or gets made, and nothing is kept by caches.</summary>
    public static void Begin(HttpContext context)
    {
        var headers = context.Response.Headers;
        var sent = context.Request.Headers[RequestId].ToString();
        headers[RequestId] = IsPrintable(sent) ? sent : Activity.Current?.TraceId.ToString() ?? Guid.NewGuid().ToString("n");
        headers.CacheControl = "no-store";
    }

    public static Task JsonAsync(HttpContext context, int status, ReadOnlyMemory<byte> json, string contentType = "application/json")
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = json.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return Task.CompletedTask;
        var write = response.BodyWriter.WriteAsync(json, context.RequestAborted);
        return write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();
    }

    public static Task ProblemAsync(HttpContext context, Problem problem)
    {
        if (problem.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return JsonAsync(context, problem.Status, problem.ToJson(), "application/problem+json");
    }

    /// <summary>Where this portal is reached: as configured, or as the caller reached it.</summary>
    public static string BaseAddress(HttpContext context, PortalSettings settings) =>
        settings.PublicAddress is { } address ? address.GetLeftPart(UriPartial.Authority) : $"{context.Request.Scheme}://{context.Request.Host.Value}";

    private static bool IsPrintable(string text) => text.Length is > 0 and <= LongestRequestId && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
