using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Rooms;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Rooms;

/// <summary>Who comes through a room's door. Not there, not yours and not a member any more give the same words.</summary>
internal static class RoomDoor
{
    public const string Look = "look";

    public static readonly Refusal NotThere = new("not_found", "There is no such room for you.");

    /// <summary>The room for one who looks after it: opens rooms, and sees all it may hold.</summary>
    public static async Task<Result<EngagementRoom>> KeptAsync(this Work run, Guid id, CancellationToken cancellation)
    {
        if (Permissions.Check(run.Actor, Permission.RunRooms) is { } refused)
            return refused;
        var room = await run.Db.EngagementRooms.SingleOrDefaultAsync(r => r.Id == new EngagementRoomId(id), cancellation);
        return room is null || !room.IsFor(run.Actor) ? NotThere : room;
    }

    /// <summary>The room for one who reads what lies in it: a member or its keeper, and only while it is open.</summary>
    public static async Task<Result<EngagementRoom>> EnteredAsync(this PortalDb db, Actor actor, Guid id, DateTimeOffset now, CancellationToken cancellation)
    {
        var room = actor.Person is null ? null : await db.EngagementRooms.AsNoTracking().SingleOrDefaultAsync(r => r.Id == new EngagementRoomId(id), cancellation);
        return room is null || !(room.HasMember(actor.Person) || IsKeeper(room, actor)) ? NotThere : room.WhyClosed(now) is { } closed ? closed : room;
    }

    public static bool IsKeeper(EngagementRoom room, Actor actor) => Permissions.Allows(actor, Permission.RunRooms) && room.IsFor(actor);

    /// <summary>What a reader sees through the room and nowhere else: what an auditor of the room's tenants would see. Only reading takes it, and only of what lies there.</summary>
    public static Actor Sight(EngagementRoom room, Actor reader) => reader with { Roles = new HashSet<Role> { Role.Auditor }, Tenants = room.Sees?.ToHashSet() };

    /// <summary>Stands on every page and in every file that leaves through the room.</summary>
    public static string Watermark(EngagementRoom room, Actor reader, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{reader.Name} · {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC · {room.Name} ({room.Firm})");

    /// <summary>Keeps a reading with the room and in the log.</summary>
    public static void Reads(this Work run, EngagementRoom room, string kind, string look, string what)
    {
        run.Db.RoomReads.Add(RoomRead.Of(room, run.Actor.Person!.Value, what, run.Now));
        var note = Note(room, kind, $"{run.Actor.Name} {what} in the engagement room “{room.Name}” of {room.Firm}.");
        run.Record(note with { Facts = new Dictionary<string, string?>(note.Facts!) { [Look] = look } });
    }

    /// <summary>What of a room was looked at: the room, or one thing in it.</summary>
    public static string LookAt(EngagementRoom room, int? number = null) => number is { } thing ? string.Create(CultureInfo.InvariantCulture, $"{room.Id}/{thing}") : room.Id.ToString();

    public static AuditNote Note(EngagementRoom room, string kind, string sentence) => new(kind, sentence)
    {
        Tenant = room.Sees is [var only] ? only : null,
        Facts = new Dictionary<string, string?> { ["room"] = room.Id.ToString(), ["firm"] = room.Firm, ["ends"] = room.EndsAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
    };
}
