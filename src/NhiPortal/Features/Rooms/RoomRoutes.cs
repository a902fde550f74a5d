using NhiPortal.Shell;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Rooms;

/// <summary>What lies in a room, as files that carry its watermark.</summary>
public static class RoomRoutes
{
    public static WebApplication MapRooms(this WebApplication app)
    {
        app.MapGet("/rooms/{id:guid}/{number:int}.zip", async (Guid id, int number, HttpContext http, ActorReader people, TakeRoomPackage take) =>
        {
            var taken = await take.RunAsync(await people.ReadAsync(http), id, number, http.RequestAborted);
            return taken.Succeeded ? taken.Value : Results.Problem(taken.Refusal.Sentence, statusCode: StatusCodes.Status404NotFound);
        }).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/rooms/{id:guid}/{number:int}.csv", async (Guid id, int number, HttpContext http, ActorReader people, TakeRoomAnswers take) =>
        {
            var file = await take.RunAsync(await people.ReadAsync(http), id, number, http.RequestAborted);
            return file.Succeeded ? new CsvDownload<RoomFileRow>(file.Value.Name, file.Value.Rows) : Results.Problem(file.Refusal.Sentence, statusCode: StatusCodes.Status404NotFound);
        }).RequireAuthorization().ExcludeFromDescription();
        return app;
    }
}
