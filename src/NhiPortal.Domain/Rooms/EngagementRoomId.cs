namespace NhiPortal.Domain;

/// <summary>Identifies an <see cref="Rooms.EngagementRoom"/>.</summary>
public readonly record struct EngagementRoomId(Guid Value) : IId<EngagementRoomId>
{
    public static EngagementRoomId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}
