using NhiPortal.Data.Seed.Demo;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Seed.Large;

/// <summary>One integration of the large organisation with everything that hangs on it.</summary>
internal sealed record LargeIntegration(
    Integration Integration, IReadOnlyList<WorkloadIdentity> Workloads, IReadOnlyList<PrivilegePath> Paths, Ownership Business, Ownership Iam, Person IamOwner, LargeTarget Target, Credential Credential);

/// <summary>Makes integrations one by one; the later the number, the later it was registered, so that keys grow in order.</summary>
internal static class LargeIntegrations
{
    private const int YoungestHours = 30;

    public static LargeIntegration Make(LargeWorld world, int number)
    {
        var dice = world.Dice;
        var tenant = world.AnyTenant();
        var at = world.Start.AddHours(2) + ((world.Now.AddHours(-YoungestHours) - world.Start) * ((double)number / world.Size.Integrations));
        var kind = dice.Next(20) switch { < 2 => IntegrationKind.VendorOperated, < 7 => IntegrationKind.InternalAgent, < 17 => IntegrationKind.ScriptedAutomation, _ => IntegrationKind.LegacyAutomation };
        var (area, task, form) = (dice.Any(LargeWords.Areas), dice.Any(LargeWords.Tasks), dice.Any(LargeWords.Forms));
        var integration = Integration.Register(
            tenant.Id, $"{area}-{task}-{number:000000}".ToLowerInvariant(), $"{area} {task} {form} {number % 1000:000}",
            $"{task} for {area.ToLowerInvariant()}, run by {tenant.Name}.", kind, dice.Any(Enum.GetValues<DeploymentEnvironment>()), at,
            kind == IntegrationKind.VendorOperated ? dice.Any(world.Demo.Vendors.Values.ToList()).Id : null,
            kind == IntegrationKind.LegacyAutomation ? world.Now.AddDays(dice.Next(5, 700)) : null);

        var targets = Enumerable.Range(0, dice.Next(1, 3)).Select(_ => dice.Any(world.Targets[tenant.Id])).Distinct().ToList();
        var paths = Paths(world, integration, targets, at);
        var (business, iam) = (Own(world, integration, tenant, OwnerRole.BusinessOwner), Own(world, integration, tenant, OwnerRole.IamOwner));
        Settle(world, integration, [business, iam], targets);
        var workloads = Workloads(world, integration, at);
        var thing = Work.Thing(integration);
        world.Record(at, DemoWorld.As(world.Demo.People["oluwaseun"]), () => new AuditNote("integration.registered", $"{world.Demo.People["oluwaseun"].Name} registered {integration.Name}.")
        {
            Tenant = tenant.Id,
            Integration = thing,
        });
        return new LargeIntegration(integration, workloads, paths, business.Ownership, iam.Ownership, iam.Person, targets[0], LargeCredentials.Make(world, integration));
    }

    private static (Ownership Ownership, Person Person) Own(LargeWorld world, Integration integration, Tenant tenant, OwnerRole role)
    {
        var dice = world.Dice;
        var people = world.Active[tenant.Id];
        // IAM owners are a small circle, each with many integrations; business owners are everywhere.
        var pool = role == OwnerRole.IamOwner ? Math.Max(1, people.Count / 12) : people.Count;
        var person = dice.Next(150) == 0 ? dice.Any(world.Gone[tenant.Id]) : people[dice.Next(pool)];
        // Nobody is asked who was gone by then.
        if (person.InactiveSince < integration.RegisteredAt.AddDays(1))
            person = people[dice.Next(pool)];
        var tale = world.Now - integration.RegisteredAt < TimeSpan.FromDays(10) && dice.Next(10) == 0 ? OwnerTale.Waiting : LargeOwners.Throw(dice);
        var deputy = dice.Next(2) == 0 ? dice.Any(people) : null;
        var cell = new Cell(role, integration.Id, null);
        return (LargeOwners.Make(
            world, cell, tenant.Id, person, deputy == person ? null : deputy, integration.Kind, integration.RegisteredAt.AddMinutes(5), tale), person);
    }

    private static void Settle(LargeWorld world, Integration integration, (Ownership Ownership, Person Person)[] own, List<LargeTarget> targets)
    {
        if (own.All(o => o.Ownership.AcceptedAt is not null))
            integration.Activate();
        if (integration.Status == IntegrationStatus.Active)
        {
            var gaps = own.Count(o => LargeOwners.GapOf(world, integration.TenantId, integration.Key, o.Ownership, o.Person) is not null);
            if (world.Dice.Next(25) == 0)
                integration.Suspend("Stopped while its logs are looked at.");
            else if (gaps == 0 && world.Dice.Next(50) == 0)
                integration.Retire("Replaced.");
        }

        var held = own.Where(o => o.Ownership is { ClosedAt: null, AcceptedAt: not null }).Select(o => (o.Ownership, o.Person.Active)).ToList();
        var complete = held.Count == own.Length && targets.TrueForAll(target => target.Holder is not null);
        integration.Stand(Standings.Of(held.Concat(targets.Where(t => t.Holder is not null).Select(t => (t.Holder!, t.Answerable))), complete, world.Now));
    }

    private static List<PrivilegePath> Paths(LargeWorld world, Integration integration, List<LargeTarget> targets, DateTimeOffset at)
    {
        var actions = world.Demo.Actions.Values.ToList();
        return [.. Enumerable.Range(0, 3).Select(number => (Target: targets[number % targets.Count], Action: world.Dice.Any(actions))).DistinctBy(way => (way.Target, way.Action))
            .Select((way, number) => PrivilegePath.Create(integration.Id, way.Target.Target.Id, way.Action.Name, number == 0 ? "*" : $"{integration.Environment.ToString().ToLowerInvariant()}/*", at))];
    }

    private static List<WorkloadIdentity> Workloads(LargeWorld world, Integration integration, DateTimeOffset at)
    {
        var made = new List<WorkloadIdentity> { WorkloadIdentity.Create(integration.Id, DemoTargets.DevelopmentIssuer, integration.Key, at) };
        if (world.Dice.Next(2) == 0)
            made.Add(WorkloadIdentity.Create(integration.Id, world.Demo.Issuers[0].Issuer, world.Demo.RandomGuid().ToString(), at));
        if (integration.Status == IntegrationStatus.Retired)
            made.ForEach(workload => workload.Retire(world.Now.AddHours(-1)));
        return made;
    }
}
