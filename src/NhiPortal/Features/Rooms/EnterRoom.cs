using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Rooms;
using NhiPortal.Features.Audit;

namespace NhiPortal.Features.Rooms;

/// <summary>Who is let into the room; somebody sent away stays in the list.</summary>
public sealed record RoomMemberRow(PersonId Person, string Name, string Mail, DateTimeOffset Since, DateTimeOffset? Ended);

/// <summary>One thing in the room.</summary>
public sealed record RoomItemRow(int Number, RoomItemKind Kind, string What, string Title, string AddedBy, DateTimeOffset AddedAt);

/// <summary>One reading.</summary>
public sealed record RoomReadRow(string Name, string What, DateTimeOffset At);

/// <summary>A room as its page shows it; members and readings only to its keepers.</summary>
public sealed record RoomView(EngagementRoom Room, bool IsOpen, bool Keeps, string Watermark, IReadOnlyList<RoomItemRow> Items, IReadOnlyList<RoomMemberRow> Members, IReadOnlyList<RoomReadRow> Reads, int ReadTotal);

/// <summary>Shows a room to its members while it is open, and to its keepers always; whoever enters is kept.</summary>
public sealed class EnterRoom(UnitOfWork work)
{
    public const string Entered = "room.entered";
    private const int MostReads = 200;

    public Task<Result<RoomView>> RunAsync(Actor actor, Guid id, CancellationToken cancellation) =>
        work.RunAsync<RoomView>(actor, "room.enter", async run =>
        {
            var room = await run.Db.EngagementRooms.AsNoTracking().SingleOrDefaultAsync(r => r.Id == new EngagementRoomId(id), cancellation);
            var keeps = room is not null && RoomDoor.IsKeeper(room, actor);
            if (room is null || !(keeps || room.HasMember(actor.Person)))
                return RoomDoor.NotThere;
            if (!keeps && room.WhyClosed(run.Now) is { } closed)
                return closed;
            if (!await run.LookedAsync(Entered, RoomDoor.Look, RoomDoor.LookAt(room), cancellation))
                run.Reads(room, Entered, RoomDoor.LookAt(room), "opened the list of things");
            return await ViewAsync(run, room, keeps, cancellation);
        }, cancellation);

    private static async Task<RoomView> ViewAsync(Work run, EngagementRoom room, bool keeps, CancellationToken cancellation)
    {
        var reads = run.Db.RoomReads.AsNoTracking().Where(read => read.RoomId == room.Id);
        var newest = keeps ? await reads.OrderByDescending(read => read.Id).Take(MostReads).ToListAsync(cancellation) : [];
        var ids = newest.Select(read => read.PersonId).Concat(room.Members.Select(member => member.PersonId)).Concat(room.Items.Select(item => item.AddedById)).Distinct().ToList();
        var people = await run.Db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Name, p.Mail }).ToDictionaryAsync(p => p.Id, cancellation);
        string Name(PersonId person) => people.GetValueOrDefault(person)?.Name ?? "somebody unknown";
        return new(
            room, room.IsOpen(run.Now), keeps, RoomDoor.Watermark(room, run.Actor, run.Now),
            [.. room.Items.OrderBy(item => item.Number).Select(item => new RoomItemRow(item.Number, item.Kind, item.What, item.Title, Name(item.AddedById), item.AddedAt))],
            keeps ? [.. room.Members.OrderBy(member => member.AdmittedAt).Select(member => new RoomMemberRow(member.PersonId, Name(member.PersonId), people.GetValueOrDefault(member.PersonId)?.Mail ?? "", member.AdmittedAt, member.EndedAt))] : [],
            [.. newest.Select(read => new RoomReadRow(Name(read.PersonId), read.What, read.At))],
            keeps ? await reads.CountAsync(cancellation) : 0);
    }
}
