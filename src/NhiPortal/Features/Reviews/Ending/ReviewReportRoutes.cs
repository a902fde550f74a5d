using System.Text.Json;
using System.Text.Json.Serialization;
using NhiPortal.Domain;
using NhiPortal.Reports;
using NhiPortal.Shell;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>A campaign's report as files, to whoever may see the campaign; the same words for none and for not theirs.</summary>
public static class ReviewReportRoutes
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static WebApplication MapReviewReports(this WebApplication app)
    {
        foreach (var (ending, answer) in Formats)
            app.MapGet($"/reviews/{{id:guid}}/report.{ending}", async (Guid id, HttpContext http, ActorReader people, ReviewReportQuery reports) =>
                await reports.RunAsync(await people.ReadAsync(http), new CampaignId(id), http.RequestAborted) is { } report ? answer(report) : Results.NotFound()).RequireAuthorization().ExcludeFromDescription();
        return app;
    }

    internal static readonly Dictionary<string, Func<ReviewReport, IResult>> Formats = new()
    {
        ["pdf"] = report => Results.File(PdfReport.Write(ReviewReportPdf.Of(report)), "application/pdf", Name(report, "pdf")),
        ["xlsx"] = report => XlsxDownload.Of(Name(report, "xlsx"), ReviewReportRows.Of(report).ToAsyncEnumerable()),
        ["csv"] = report => new CsvDownload<ReviewReportRow>(Name(report, "csv"), ReviewReportRows.Of(report).ToAsyncEnumerable()),
        ["json"] = report => Results.File(JsonSerializer.SerializeToUtf8Bytes(report, Json), "application/json", Name(report, "json")),
    };

    private static string Name(ReviewReport report, string ending) => $"access-review-{report.Id}.{ending}";
}
