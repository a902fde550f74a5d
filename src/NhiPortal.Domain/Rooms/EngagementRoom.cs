namespace NhiPortal.Domain.Rooms;

/// <summary>What lies in a room.</summary>
public enum RoomItemKind
{
    Package,
    Question,
}

/// <summary>
/// A place for one external audit: what was put into it can be read by the people named, until its end, and by nobody in
/// any other way through it. Each reading is kept.
/// </summary>
public sealed class EngagementRoom
{
    public const int MostMembers = 30, MostItems = 50;

    private EngagementRoom() { }

    public EngagementRoomId Id { get; private set; }
    public string Name { get; private set; } = "";
    public string Firm { get; private set; } = "";
    public string Purpose { get; private set; } = "";
    public string? Framework { get; private set; }

    /// <summary>The audited period: its first day and the first one after it, UTC.</summary>
    public DateTimeOffset From { get; private set; }

    public DateTimeOffset Until { get; private set; }

    /// <summary>The tenants whose things may be put into it, in order; null is every tenant.</summary>
    public IReadOnlyList<TenantId>? Sees { get; private set; }

    public PersonId OpenedById { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>From this moment nothing opens any more.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }
    public PersonId? ClosedById { get; private set; }
    public List<RoomMember> Members { get; private set; } = [];
    public List<RoomItem> Items { get; private set; } = [];
    public int Version { get; private set; }

    /// <param name="by">Whoever opens it; what they do not see cannot come into it.</param>
    /// <param name="person">The same, as a person.</param>
    /// <param name="plan">Checked already.</param>
    /// <param name="now">The moment.</param>
    public static EngagementRoom Open(Actor by, PersonId person, RoomPlan plan, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<EngagementRoomId>(now),
        Name = plan.Name,
        Firm = plan.Firm,
        Purpose = plan.Purpose,
        Framework = plan.Framework,
        From = Start(plan.From),
        Until = Start(plan.To.AddDays(1)),
        Sees = plan.Tenant is { } only ? [only] : by.Tenants is null ? null : [.. by.Tenants.OrderBy(tenant => tenant.Value)],
        OpenedById = person,
        OpenedAt = now,
        EndsAt = Start(plan.Ends.AddDays(1)),
    };

    public bool IsOpen(DateTimeOffset now) => ClosedAt is null && now < EndsAt;

    /// <summary>Whether an actor sees at least what the room may hold.</summary>
    public bool IsFor(Actor actor) => actor.Tenants is null || (Sees is not null && Sees.All(actor.SeesTenant));

    public bool HasMember(PersonId? person) => person is { } one && Members.Exists(member => member.PersonId == one && member.EndedAt is null);

    /// <summary>Why nothing opens; null when it does.</summary>
    public Refusal? WhyClosed(DateTimeOffset now) => IsOpen(now) ? null
        : new("room_closed", $"This room ended on {(ClosedAt ?? EndsAt).UtcDateTime:yyyy-MM-dd}; nothing opens in it any more. Whoever opened it can open a new one.");

    public Result<Done> Admit(PersonId person, PersonId by, DateTimeOffset now)
    {
        if (WhyClosed(now) is { } closed)
            return closed;
        if (HasMember(person))
            return new Refusal("already_member", "This person is a member already.");
        if (Members.Count >= MostMembers)
            return new Refusal("too_many", $"A room has {MostMembers} members at most.");
        // Let in again after having been sent away: the same line.
        if (Members.Find(member => member.PersonId == person) is { } again)
            again.Again(by, now);
        else
            Members.Add(new(Id, person, by, now));
        Version++;
        return default(Done);
    }

    public Result<Done> SendAway(PersonId person, DateTimeOffset now)
    {
        if (Members.Find(member => member.PersonId == person && member.EndedAt is null) is not { } member)
            return new Refusal("not_member", "This person is not a member.");
        member.End(now);
        Version++;
        return default(Done);
    }

    public Result<RoomItem> Put(RoomItemKind kind, string what, string title, PersonId by, DateTimeOffset now)
    {
        if (WhyClosed(now) is { } closed)
            return closed;
        if (Items.Exists(item => item.Kind == kind && item.What == what))
            return new Refusal("already_there", "It lies in this room already.");
        if (Items.Count >= MostItems)
            return new Refusal("too_many", $"A room holds {MostItems} things at most.");
        var item = new RoomItem(Id, Items.Count + 1, kind, what, Text.Kept(title, Text.Reason), by, now);
        Items.Add(item);
        Version++;
        return item;
    }

    public Result<Done> Close(PersonId by, DateTimeOffset now)
    {
        if (WhyClosed(now) is { } closed)
            return closed;
        (ClosedAt, ClosedById, Version) = (now, by, Version + 1);
        return default(Done);
    }

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
