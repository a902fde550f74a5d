using NhiPortal.SignIn;

namespace NhiPortal.Features.Actions;

/// <summary>The accountability record as a file, for whom the page would show it.</summary>
public static class ActionRoutes
{
    public static WebApplication MapActions(this WebApplication app)
    {
        app.MapGet("/actions/{id:guid}.json", async (Guid id, HttpContext http, ActorReader people, AccountabilityRecordQuery records) =>
        {
            var actor = await people.ReadAsync(http.User, http.Connection.RemoteIpAddress?.ToString(), http.RequestAborted);
            return await records.RunAsync(actor, id, http.RequestAborted) is { } record
                ? Results.Text(RecordFile.Of(record), "application/json")
                : Results.Problem("There is no such action for you.", statusCode: StatusCodes.Status404NotFound);
        }).RequireAuthorization().ExcludeFromDescription();
        return app;
    }
}
