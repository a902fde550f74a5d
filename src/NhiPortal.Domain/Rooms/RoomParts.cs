namespace NhiPortal.Domain.Rooms;

/// <summary>Somebody who may read what lies in a room while it is open, whatever roles they hold besides.</summary>
public sealed class RoomMember
{
    private RoomMember() { }

    internal RoomMember(EngagementRoomId room, PersonId person, PersonId by, DateTimeOffset now) => (RoomId, PersonId, AdmittedById, AdmittedAt) = (room, person, by, now);

    public EngagementRoomId RoomId { get; private set; }
    public PersonId PersonId { get; private set; }
    public PersonId AdmittedById { get; private set; }
    public DateTimeOffset AdmittedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    internal void Again(PersonId by, DateTimeOffset now) => (AdmittedById, AdmittedAt, EndedAt) = (by, now, null);

    internal void End(DateTimeOffset now) => EndedAt = now;
}

/// <summary>A package of evidence or a question that was put into a room.</summary>
public sealed class RoomItem
{
    private RoomItem() { }

    internal RoomItem(EngagementRoomId room, int number, RoomItemKind kind, string what, string title, PersonId by, DateTimeOffset now) =>
        (RoomId, Number, Kind, What, Title, AddedById, AddedAt) = (room, number, kind, what, title, by, now);

    public EngagementRoomId RoomId { get; private set; }
    public int Number { get; private set; }
    public RoomItemKind Kind { get; private set; }

    /// <summary>The package's id, or the question's address.</summary>
    public string What { get; private set; } = "";

    public string Title { get; private set; } = "";
    public PersonId AddedById { get; private set; }
    public DateTimeOffset AddedAt { get; private set; }
}

/// <summary>Somebody read something in a room.</summary>
public sealed class RoomRead
{
    private RoomRead() { }

    public long Id { get; private set; }
    public EngagementRoomId RoomId { get; private set; }
    public PersonId PersonId { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>In words: "opened the room", "took the package …".</summary>
    public string What { get; private set; } = "";

    public static RoomRead Of(EngagementRoom room, PersonId person, string what, DateTimeOffset now) => new() { RoomId = room.Id, PersonId = person, What = Text.Kept(what, Text.Reason), At = now };
}
