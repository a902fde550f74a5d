using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Rooms;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Questions;

namespace NhiPortal.Features.Rooms;

/// <summary>A question's answer as the room shows it.</summary>
public sealed record RoomAnswer(EngagementRoom Room, QuestionAnswer Answer, string Watermark);

/// <summary>Answers a question that lies in a room, from the room's tenants, and keeps who asked.</summary>
public sealed class AskInRoom(UnitOfWork work, IDbContextFactory<PortalDb> databases, QuestionAnswerQuery answers, TimeProvider time)
{
    public const string Asked = "room.asked";

    public async Task<Result<RoomAnswer>> RunAsync(Actor actor, Guid room, int number, int skip, int take, CancellationToken cancellation)
    {
        // Answered before the transaction, which keeps every other writer waiting; shown only once the door was asked again and it is recorded.
        var answer = await ReadAsync(actor, room, number, skip, take, cancellation);
        return await work.RunAsync<RoomAnswer>(actor, "room.ask", async run =>
        {
            var entered = await run.Db.EnteredAsync(actor, room, run.Now, cancellation);
            if (!entered.Succeeded)
                return entered.Refusal;
            if (!answer.Succeeded)
                return answer.Refusal;
            if (!await run.LookedAsync(Asked, RoomDoor.Look, RoomDoor.LookAt(entered.Value, number), cancellation))
                run.Reads(entered.Value, Asked, RoomDoor.LookAt(entered.Value, number), $"read “{answer.Value.Question.Title}” ({answer.Value.Words}; {answer.Value.Population} found)");
            return new RoomAnswer(entered.Value, answer.Value, RoomDoor.Watermark(entered.Value, actor, run.Now));
        }, cancellation);
    }

    private async Task<Result<QuestionAnswer>> ReadAsync(Actor actor, Guid id, int number, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var room = await db.EnteredAsync(actor, id, time.GetUtcNow(), cancellation);
        if (!room.Succeeded)
            return room.Refusal;
        return RoomQuestion(room.Value, number, time.GetUtcNow()) is { } ask
            ? await answers.RunAsync(RoomDoor.Sight(room.Value, actor), ask, skip, take, cancellation)
            : new Refusal("not_found", "There is no such question in this room.");
    }

    /// <summary>The question under this number; null where there is none.</summary>
    internal static QuestionAsk? RoomQuestion(EngagementRoom room, int number, DateTimeOffset now) =>
        room.Items.Find(item => item.Number == number && item.Kind == RoomItemKind.Question) is { } item ? PutIntoRoom.Read(item.What, now) : null;
}
