using NhiPortal.Domain;
using NhiPortal.Domain.People;

namespace NhiPortal.Data.Seed.Large;

/// <summary>Two thousand people; one in thirty has left or is disabled.</summary>
internal static class LargePeople
{
    public static async Task WriteAsync(LargeWorld world, PortalDb db, CancellationToken cancellation)
    {
        foreach (var tenant in world.Demo.Tenants.Values)
        {
            world.Active[tenant.Id] = [];
            world.Gone[tenant.Id] = [];
        }

        await db.InsertAsync(Enumerable.Range(0, world.Size.People).Select(number => Make(world, number)), cancellation);
    }

    private static Person Make(LargeWorld world, int number)
    {
        // The first of each tenant make sure that none is without people.
        var tenant = number < 12 ? world.Demo.Tenants.Values.ElementAt(number % 3) : world.AnyTenant();
        var person = Person.Create(
            tenant.Id, world.Demo.RandomGuid().ToString(), $"{world.Dice.Any(LargeWords.FirstNames)} {world.Dice.Any(LargeWords.LastNames)}",
            $"p{number:0000}@{tenant.Key}.example", world.Start, world.Demo.People["astrid"].Id);
        var gone = number >= 12 ? world.Dice.Next(30) == 0 : number >= 9;
        if (gone)
            person.SetStatus(world.Dice.Next(2) == 0 ? PersonStatus.Left : PersonStatus.Disabled, world.Now.AddDays(-world.Dice.Next(1, 25)));
        (gone ? world.Gone : world.Active)[tenant.Id].Add(person);
        return person;
    }
}
