using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Rooms;
using NhiPortal.Features.Questions;

namespace NhiPortal.Features.Rooms;

/// <summary>One answer as a line of a file that leaves through a room; each line carries the watermark.</summary>
[CsvRecord]
public sealed partial record RoomFileRow(
    string Subject, string At, string What, string? Detail, string? Integration, string? Kind, string? Target, string? WorkloadIssuer, string? WorkloadSubject, string People, string Record, string Watermark);

/// <summary>The file's lines, which are read while they are written.</summary>
public sealed record RoomFile(string Name, IAsyncEnumerable<RoomFileRow> Rows);

/// <summary>Hands out the answers to a question that lies in a room; recorded before the first line leaves.</summary>
public sealed class TakeRoomAnswers(UnitOfWork work, IDbContextFactory<PortalDb> databases)
{
    private const int Chunk = 200;

    public Task<Result<RoomFile>> RunAsync(Actor actor, Guid room, int number, CancellationToken cancellation) =>
        work.RunAsync<RoomFile>(actor, "room.take", async run =>
        {
            var entered = await run.Db.EnteredAsync(actor, room, run.Now, cancellation);
            if (!entered.Succeeded)
                return entered.Refusal;
            if (AskInRoom.RoomQuestion(entered.Value, number, run.Now) is not { } ask || AuditQuestions.Named(ask.Key) is not { } question)
                return new Refusal("not_found", "There is no such question in this room.");
            run.Reads(entered.Value, "room.answers_taken", RoomDoor.LookAt(entered.Value, number), $"took the answers to “{question.Title}” as a file");
            return new RoomFile($"{question.Key}-room.csv", RowsAsync(entered.Value, actor, ask, question, RoomDoor.Watermark(entered.Value, actor, run.Now), cancellation));
        }, cancellation);

    private async IAsyncEnumerable<RoomFileRow> RowsAsync(EngagementRoom room, Actor actor, QuestionAsk ask, IAuditQuestion question, string mark, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var beside = await databases.CreateDbContextAsync(cancellation);
        var scope = await ask.Filter.ReadAsync(db, RoomDoor.Sight(room, actor), question, cancellation);
        if (!scope.Succeeded)
            yield break;
        await foreach (var rows in question.Of(scope.Value).AsAsyncEnumerable().Chunk(Chunk).WithCancellation(cancellation))
            foreach (var line in (await question.LinesAsync(beside, rows, cancellation)).Select(QuestionFileRow.Of))
                yield return new(line.Subject, line.At, line.What, line.Detail, line.Integration, line.Kind, line.Target, line.WorkloadIssuer, line.WorkloadSubject, line.People, line.Record, mark);
    }
}
