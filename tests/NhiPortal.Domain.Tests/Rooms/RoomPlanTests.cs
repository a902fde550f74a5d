using NhiPortal.Domain.Rooms;

namespace NhiPortal.Domain.Tests.Rooms;

public sealed class RoomPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 10, 0, 0, TimeSpan.Zero);
    private static readonly RoomPlan Plan = new("SOC 2", "Audit & Sons", "The annual audit", new(2026, 7, 1), new(2026, 9, 30), new(2026, 12, 31));

    [Fact]
    public void Plan_WithinItsBounds_IsKept() => Assert.Equal("SOC 2", Plan.Checked(Now).Value.Name);

    [Theory]
    [InlineData(-1, "ends")]
    [InlineData(181, "ends")]
    public void End_OutsideItsBounds_IsRefused(int days, string code) =>
        Assert.Equal(code, (Plan with { Ends = new DateOnly(2026, 11, 29).AddDays(days) }).Checked(Now).Refusal!.Code);

    [Fact]
    public void Fields_ThatSayNothing_AreRefused()
    {
        Assert.Equal("missing", (Plan with { Name = " " }).Checked(Now).Refusal!.Code);
        Assert.Equal("missing", (Plan with { Firm = "" }).Checked(Now).Refusal!.Code);
        Assert.Equal("too_short", (Plan with { Purpose = "audit" }).Checked(Now).Refusal!.Code);
        Assert.Equal("period", (Plan with { To = new(2026, 6, 30) }).Checked(Now).Refusal!.Code);
        Assert.Equal("period", (Plan with { From = new(2010, 6, 30) }).Checked(Now).Refusal!.Code);
    }

    [Fact]
    public void Room_AfterItsEnd_TakesNobodyAndNothing_ToTheSecond()
    {
        var (by, person) = (Actor.Rule("test") with { Kind = ActorKind.Person, Id = Guid.NewGuid() }, new PersonId(Guid.NewGuid()));
        var room = EngagementRoom.Open(by, person, Plan, Now);
        var end = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(end, room.EndsAt);
        Assert.True(room.IsOpen(end.AddTicks(-1)));
        Assert.False(room.IsOpen(end));
        Assert.Equal("room_closed", room.Admit(person, person, end).Refusal!.Code);
        Assert.Equal("room_closed", room.Put(RoomItemKind.Question, "x", "x", person, end).Refusal!.Code);
        Assert.True(room.Close(person, Now).Succeeded);
        Assert.Equal("room_closed", room.Close(person, Now).Refusal!.Code);
    }

    [Fact]
    public void Member_SentAway_IsNone_AndCanBeLetInAgain()
    {
        var (by, person, guest) = (Actor.Rule("test") with { Kind = ActorKind.Person, Id = Guid.NewGuid() }, new PersonId(Guid.NewGuid()), new PersonId(Guid.NewGuid()));
        var room = EngagementRoom.Open(by, person, Plan, Now);
        Assert.True(room.Admit(guest, person, Now).Succeeded);
        Assert.Equal("already_member", room.Admit(guest, person, Now).Refusal!.Code);
        Assert.True(room.SendAway(guest, Now).Succeeded);
        Assert.False(room.HasMember(guest));
        Assert.Equal("not_member", room.SendAway(guest, Now).Refusal!.Code);
        Assert.True(room.Admit(guest, person, Now).Succeeded);
        Assert.True(room.HasMember(guest));
        Assert.Single(room.Members);
        Assert.False(room.HasMember(null));
    }
}
