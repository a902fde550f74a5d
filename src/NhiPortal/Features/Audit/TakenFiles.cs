using Microsoft.AspNetCore.Authorization;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>Every file a person takes leaves a record, also one that nobody thought of here: only those named record by themselves, or tell nothing.</summary>
public static class TakenFiles
{
    private static readonly string[] Endings = [".csv", ".xlsx", ".json", ".jsonl", ".pdf", ".zip", ".docx", ".html"];

    /// <summary>Recorded with more than their name where they are made.</summary>
    private static readonly string[] RecordThemselves = ["/audit.csv", "/audit.jsonl", "/controls.csv", "/actions/{id:guid}.json", "/evidence/{id:guid}.zip", "/questions/{key}.csv"];

    /// <summary>The same for everybody, or about nobody.</summary>
    private static readonly string[] TellNothing = ["/evidence/verify.html", "/imports/{kind}/template.csv", "/imports/{kind}/template.xlsx"];

    /// <summary>Whether taking what this route answers is recorded here.</summary>
    public static bool Records(string route) =>
        Array.Exists(Endings, ending => route.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && !RecordThemselves.Contains(route) && !TellNothing.Contains(route) && !route.StartsWith("/rooms/", StringComparison.Ordinal);

    /// <summary>Before the first byte of a file leaves, it is recorded who takes it; what cannot be recorded does not leave.</summary>
    public static IApplicationBuilder UseTakenFiles(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } endpoint && Records(route) && endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null)
            http.Response.OnStarting(() => http.Response.StatusCode == StatusCodes.Status200OK ? RecordAsync(http) : Task.CompletedTask);
        return next(http);
    });

    private static async Task RecordAsync(HttpContext http)
    {
        var actor = await http.RequestServices.GetRequiredService<ActorReader>().ReadAsync(http);
        var told = await http.RequestServices.GetRequiredService<RecordTaking>().RunAsync(actor, http.Request.Path, http.Request.QueryString.ToString(), http.RequestAborted);
        if (!told.Succeeded)
            throw new InvalidOperationException(told.Refusal.Sentence);
    }
}
