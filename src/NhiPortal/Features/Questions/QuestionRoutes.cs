using NhiPortal.Shell;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Questions;

/// <summary>Everything that answers a question, as a table; the address is the page's with <c>.csv</c>.</summary>
public static class QuestionRoutes
{
    public static WebApplication MapQuestions(this WebApplication app)
    {
        app.MapGet("/questions/{key}.csv", async (string key, HttpContext http, ActorReader people, ExportQuestion export, TimeProvider time) =>
        {
            var filter = QuestionFilter.Of(ListQuery.Parse(http.Request.QueryString.ToString()), time.GetUtcNow());
            var file = await export.RunAsync(await people.ReadAsync(http), new QuestionAsk(key, filter), http.RequestAborted);
            return file.Succeeded
                ? new CsvDownload<QuestionFileRow>($"{key}-{filter.From:yyyyMMdd}-{filter.To:yyyyMMdd}.csv", file.Value.Rows)
                : Results.Problem(file.Refusal.Sentence, statusCode: file.Refusal.Code switch { "not_allowed" => StatusCodes.Status403Forbidden, "not_found" => StatusCodes.Status404NotFound, _ => StatusCodes.Status400BadRequest });
        }).RequireAuthorization(nameof(Permission.ReadAudit)).ExcludeFromDescription();
        return app;
    }
}
