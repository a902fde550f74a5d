using NhiPortal.SignIn;

namespace NhiPortal.Features.Actions;

/// <summary>The accountability record as a file, for whom the page would show it.</summary>
public static class ActionRoutes
{
    public static WebApplication MapActions(this WebApplication app)
    {
        app.MapGet("/actions/{id:guid}.json", async (Guid id, HttpContext http, ActorReader people, TakeRecordFile records) =>
        {
            var record = await records.RunAsync(await people.ReadAsync(http), id, http.RequestAborted);
            return record.Succeeded
                ? Results.Text(RecordFile.Of(record.Value), "application/json")
                : Results.Problem(record.Refusal.Sentence, statusCode: StatusCodes.Status404NotFound);
        }).RequireAuthorization().ExcludeFromDescription();
        return app;
    }
}
