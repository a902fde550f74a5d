using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace NhiPortal.Shell;

/// <summary>Shows a page of the shell in place of the one asked for, as plain HTML that needs no live connection.</summary>
public static class PageInstead
{
    /// <summary>Somebody looks at a page, as opposed to a workload calling.</summary>
    public static bool IsLookedAt(HttpContext context) =>
        !StringValues.IsNullOrEmpty(context.Request.Headers.Accept)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    public static Task ShowAsync<T>(HttpContext context, int status, Dictionary<string, object?> parameters)
    {
        var page = new Dictionary<string, object?> { [nameof(App.Instead)] = typeof(T), [nameof(App.InsteadParameters)] = parameters };
        return new RazorComponentResult<App>(page) { StatusCode = status }.ExecuteAsync(context);
    }

    /// <summary>The last answer to a request that failed: a calm page, or problem details; both with the trace id the log has.</summary>
    public static async Task FailedAsync(HttpContext context)
    {
        var reference = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
        var status = (context.Features.Get<IExceptionHandlerFeature>()?.Error as BadHttpRequestException)?.StatusCode ?? 500;
        if (IsLookedAt(context))
            await ShowAsync<FailedPage>(context, status, new() { [nameof(FailedPage.Reference)] = reference });
        else
            await Results.Problem(statusCode: status, extensions: new Dictionary<string, object?> { ["traceId"] = reference }).ExecuteAsync(context);
    }
}
