using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.Domain.Rooms;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Questions;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Rooms;

/// <summary>Puts a package or a question into a room: a package by its id, a question by its address.</summary>
public sealed class PutIntoRoom(UnitOfWork work)
{
    public const string QuestionAddress = "/questions/";

    public Task<Result<Done>> RunAsync(Actor actor, Guid room, RoomItemKind kind, string what, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "room.put", async run =>
        {
            var kept = await run.KeptAsync(room, cancellation);
            if (!kept.Succeeded)
                return kept.Refusal;
            var named = kind == RoomItemKind.Package ? await PackageAsync(run, kept.Value, what, cancellation) : await QuestionAsync(run, kept.Value, what, cancellation);
            if (!named.Succeeded)
                return named.Refusal;
            var put = kept.Value.Put(kind, named.Value.What, named.Value.Title, actor.Person!.Value, run.Now);
            if (!put.Succeeded)
                return put.Refusal;
            run.Record(RoomDoor.Note(kept.Value, "room.put", $"{actor.Name} put “{put.Value.Title}” into the engagement room “{kept.Value.Name}” of {kept.Value.Firm}."));
            return default(Done);
        }, cancellation);

    private static async Task<Result<(string What, string Title)>> PackageAsync(Work run, EngagementRoom room, string what, CancellationToken cancellation)
    {
        var id = new EvidencePackageId(Guid.TryParse(what, out var read) ? read : Guid.Empty);
        var package = await EvidenceListQuery.Seen(run.Db, run.Actor).SingleOrDefaultAsync(p => p.Id == id, cancellation);
        // What the room may hold bounds what comes into it, whoever puts it there.
        if (package is null || !package.IsFor(run.Actor) || !package.IsFor(RoomDoor.Sight(room, run.Actor)))
            return new Refusal("not_found", "There is no such package for this room. A package reaches no further than the tenants of the room.");
        return (package.Id.ToString(), $"Package of evidence: {package.Scope}, {package.From.UtcDateTime:yyyy-MM-dd} to {package.Until.UtcDateTime:yyyy-MM-dd}");
    }

    private static async Task<Result<(string What, string Title)>> QuestionAsync(Work run, EngagementRoom room, string what, CancellationToken cancellation)
    {
        var ask = Read(what, run.Now);
        if (ask is null || AuditQuestions.Named(ask.Key) is not { } question)
            return new Refusal("not_found", "That is no question's address. Copy it from the question's page; it begins with /questions/.");
        var scope = await ask.Filter.ReadAsync(run.Db, RoomDoor.Sight(room, run.Actor), question, cancellation);
        return scope.Succeeded ? (OpenQuestion.Address(ask), $"{question.Title} {scope.Value.Words}") : scope.Refusal;
    }

    /// <summary>A question's address as its page shows it, with or without the portal's own.</summary>
    internal static QuestionAsk? Read(string? address, DateTimeOffset now)
    {
        var text = address?.Trim() ?? "";
        var at = text.IndexOf(QuestionAddress, StringComparison.Ordinal);
        if (at < 0 || text.Length > 2000)
            return null;
        var rest = text[(at + QuestionAddress.Length)..];
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        return new(mark < 0 ? rest : rest[..mark], QuestionFilter.Of(ListQuery.Parse(mark < 0 ? "" : rest[mark..]), now));
    }
}
