using NhiPortal.Domain;
using NhiPortal.Domain.People;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>People come to the portal: staff on most working days, owners now and then, those who are gone in vain.</summary>
internal static class DemoSignIns
{
    private const int Days = 90;
    private static readonly TimeSpan Session = TimeSpan.FromHours(8);

    private static readonly (string Person, int PercentOfDays, Role? Role)[] Habits =
    [
        ("oluwaseun", 80, Role.IamStaff), ("priya", 70, Role.IamStaff), ("daniel", 75, Role.SecurityOperations), ("jonas", 75, null), ("sofia", 70, null),
        ("mateo", 55, null), ("ingrid", 12, Role.Auditor), ("elena", 15, Role.Administrator), ("noor", 25, null), ("anjali", 25, null), ("hana", 40, null),
        ("rajesh", 30, null), ("siobhan", 35, null), ("mai", 30, null), ("zoe", 20, null), ("mateusz", 20, null), ("ren", 20, null), ("charlotte", 8, null), ("tom", 2, null),
    ];

    public static void Plan(DemoWorld world)
    {
        for (var day = Days; day >= 1; day--)
        {
            if (world.Now.AddDays(-day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                continue;
            foreach (var (person, percent, _) in Habits)
                if (world.Dice.Next(100) < percent)
                    world.Line.At(world.Workday(day), at => ComeIn(world, world.People[person], at));
        }

        foreach (var (person, day) in new[] { ("henrik", 19), ("elif", 8), ("elif", 7) })
            world.Line.At(world.Workday(day), at => Refuse(world, world.People[person], at));
    }

    /// <summary>Signs a person in who is not at work in the portal already.</summary>
    public static void ComeIn(DemoWorld world, Person person, DateTimeOffset at)
    {
        if (person.Active && !(world.LastSeen.TryGetValue(person.Id, out var seen) && at - seen < Session))
            Enter(world, person, Array.Find(Habits, habit => world.People[habit.Person] == person).Role, at);
    }

    private static void Enter(DemoWorld world, Person person, Role? role, DateTimeOffset at)
    {
        world.LastSeen[person.Id] = at;
        world.Record(DemoWorld.As(person), at, new AuditNote("person.signed_in", $"{person.Name} signed in.") { Tenant = person.TenantId, Facts = Facts(world, person, role) });
    }

    private static void Refuse(DemoWorld world, Person person, DateTimeOffset at) => world.Record(
        Actor.Rule("sign-in"), at, new AuditNote("person.sign_in.refused", person.Status == PersonStatus.Left
            ? "This account is closed: the portal knows you as having left."
            : "This account is disabled in the portal.")
        {
            Tenant = person.TenantId,
            Person = Work.Thing(person),
            Facts = new Dictionary<string, string?>(Facts(world, person, null)) { ["refusal"] = person.Status == PersonStatus.Left ? "person_left" : "person_disabled" },
        });

    private static Dictionary<string, string?> Facts(DemoWorld world, Person person, Role? role) => new()
    {
        ["method"] = "entra",
        ["object_id"] = person.ObjectId,
        ["directory"] = world.Tenants.Values.First(tenant => tenant.Id == person.TenantId).DirectoryId,
        ["roles"] = role?.ToString(),
    };
}
