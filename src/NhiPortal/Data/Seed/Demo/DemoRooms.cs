using System.Globalization;
using NhiPortal.Domain;
using NhiPortal.Domain.Questions;
using NhiPortal.Domain.Rooms;
using NhiPortal.Features.Questions;
using NhiPortal.Features.Rooms;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>An external audit in the demo: a room with two questions in it, and a guest who has read one of them.</summary>
internal static class DemoRooms
{
    private const string Guest = "lena";

    public static void Plan(DemoWorld world)
    {
        var day = new DateTimeOffset(world.Now.UtcDateTime.Date.AddDays(-6).AddHours(8.4), TimeSpan.Zero);
        world.Line.At(day, at => Open(world, at));
    }

    private static void Open(DemoWorld world, DateTimeOffset at)
    {
        var (keeper, guest, tenant) = (world.As("ingrid"), world.People[Guest], world.Tenants[DemoReviews.Tenant].Id);
        var asked = QuestionFilter.Of(new ListQuery(), at);
        var plan = new RoomPlan("SOC 2 audit", "Hartmann Assurance", "Type 2 examination of the last quarter, engagement letter of this year.", asked.From, asked.To, DateOnly.FromDateTime(at.UtcDateTime).AddDays(45)) { Framework = "SOC 2", Tenant = tenant };
        var room = EngagementRoom.Open(keeper, world.People["ingrid"].Id, plan.Checked(at).Value, at);
        world.Rooms.Add(room);
        Tell(world, room, "room.opened", keeper, at, $"{keeper.Name} opened the engagement room “{room.Name}” for {room.Firm}, until {room.EndsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {room.Purpose}");
        foreach (var (question, minutes) in new[] { ("created-administrators", 4), ("administrative-actions", 6) })
        {
            var (ask, then) = (new QuestionAsk(question, asked), at.AddMinutes(minutes));
            var title = string.Create(CultureInfo.InvariantCulture, $"{AuditQuestions.Named(question)!.Title} {asked.From:yyyy-MM-dd} to {asked.To:yyyy-MM-dd} UTC");
            room.Put(RoomItemKind.Question, OpenQuestion.Address(ask), title, world.People["ingrid"].Id, then);
            Tell(world, room, "room.put", keeper, then, $"{keeper.Name} put “{title}” into the engagement room “{room.Name}” of {room.Firm}.");
        }

        room.Admit(guest.Id, world.People["ingrid"].Id, at.AddMinutes(9));
        Tell(world, room, "room.admitted", keeper, at.AddMinutes(9), $"{keeper.Name} let {guest.Name} into the engagement room “{room.Name}” of {room.Firm}.");
        Read(world, room, "room.entered", at.AddHours(3), "opened the list of things");
        Read(world, room, "room.asked", at.AddHours(3.1), $"read “{AuditQuestions.Named("created-administrators")!.Title}”");
    }

    private static void Read(DemoWorld world, EngagementRoom room, string kind, DateTimeOffset at, string what)
    {
        var actor = world.As(Guest);
        world.Line.At(at, then => world.RoomReads.Add(RoomRead.Of(room, world.People[Guest].Id, what, then)));
        Tell(world, room, kind, actor, at, $"{actor.Name} {what} in the engagement room “{room.Name}” of {room.Firm}.");
    }

    private static void Tell(DemoWorld world, EngagementRoom room, string kind, Actor actor, DateTimeOffset at, string sentence) =>
        world.Line.At(at, then => world.Record(actor, then, RoomDoor.Note(room, kind, sentence)));
}
