using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Trust;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Registers the integrations one after the other, with what they may do and who was asked to own them.</summary>
internal static class DemoRegister
{
    public static void Plan(DemoWorld world)
    {
        foreach (var (key, owner, deputy) in DemoOwners.Systems)
        {
            var target = world.Targets[key];
            var cell = new Cell(OwnerRole.SystemOwner, null, target.Id);
            Tell(world, key, new OwnerStory(world, cell, key, target.TenantId, null, world.Start.AddMinutes(world.Dice.Next(20, 500))), cell.Role, owner, deputy);
            if (DemoOwners.Successors.FirstOrDefault(s => s.Thing == key) is { Thing: not null } next)
                new OwnerStory(world, cell, key, target.TenantId, null, world.Start).Succeed(next.Nominee, next.Deputy, next.DaysAgo);
        }

        foreach (var row in DemoIntegrations.Rows)
            world.Line.At(world.Workday(row.RegisteredDaysAgo), at => Register(world, row, at));
        foreach (var turn in DemoIntegrations.Turns)
            world.Line.At(world.Workday(turn.DaysAgo), at => IntegrationTurns.Turn(world, world.Integrations[turn.Key], turn.Status, world.As(turn.Person), turn.Reason, at));
    }

    private static void Register(DemoWorld world, DemoIntegration row, DateTimeOffset at)
    {
        // IAM staff who register things approve nothing, so separation of duties never stands in an owner's way here.
        var by = world.As(row.RegisteredDaysAgo > 60 && world.Dice.Next(3) == 0 ? "priya" : "oluwaseun");
        var integration = Integration.Register(
            world.Tenants[row.Tenant].Id, row.Key, row.Name, row.Purpose, row.Kind, row.Environment, at,
            row.Vendor is null ? null : world.Vendors[row.Vendor].Id, row.EndsInDays is { } days ? world.Now.AddDays(days) : null);
        world.Integrations.Add(row.Key, integration);
        Shape(world, by, at, integration, new AuditNote("integration.registered", $"{by.Name} registered {row.Name}."));
        AddIdentities(world, by, integration, at.AddSeconds(30));
        AddPaths(world, by, integration, at.AddSeconds(90));
        DemoCredentials.Announce(world, by, integration, at.AddSeconds(200));
        AskOwners(world, integration, at.AddMinutes(10));
    }

    private static void AddIdentities(DemoWorld world, Actor by, Integration integration, DateTimeOffset at) => world.Line.At(at, _ =>
    {
        foreach (var workload in DemoIdentities.Of(world, integration, at))
        {
            world.Workloads.Add(workload);
            Shape(world, by, at, integration, new AuditNote("workload.added", $"{by.Name} made {integration.Key} recognisable as {workload.Subject}.")
            {
                Workload = new AuditWorkload(workload.Id.Value, workload.Issuer, workload.Subject),
            });
        }
    });

    private static void AddPaths(DemoWorld world, Actor by, Integration integration, DateTimeOffset at) => world.Line.At(at, _ =>
    {
        foreach (var row in DemoPaths.Rows.Where(row => row.Integration == integration.Key))
            foreach (var action in row.Actions)
            {
                var target = world.Targets[row.Target];
                world.Paths.Add(PrivilegePath.Create(integration.Id, target.Id, action, row.Pattern, at));
                Shape(world, by, at, integration, new AuditNote("path.added", $"{by.Name} let {integration.Key} ask for {action} on {row.Target}, resources {row.Pattern}.")
                {
                    Target = Work.Thing(target),
                    After = new Dictionary<string, string?> { ["action"] = action, ["pattern"] = row.Pattern },
                });
            }
    });

    private static void AskOwners(DemoWorld world, Integration integration, DateTimeOffset from)
    {
        var row = DemoOwners.Integrations.Single(owners => owners.Integration == integration.Key);
        foreach (var (role, owner, deputy) in new[] { (OwnerRole.BusinessOwner, row.Business, row.BusinessDeputy), (OwnerRole.IamOwner, row.Iam, row.IamDeputy), (OwnerRole.SecurityOperations, row.Watcher, null) })
        {
            if (owner is null)
                continue;
            var story = new OwnerStory(world, new Cell(role, integration.Id, null), integration.Key, integration.TenantId, integration.Kind, from);
            Tell(world, integration.Key, story, role, owner, deputy);
            if (DemoOwners.Successors.FirstOrDefault(s => s.Thing == integration.Key && s.Role == role) is { Thing: not null } next)
                story.Succeed(next.Nominee, next.Deputy, next.DaysAgo);
        }
    }

    private static void Tell(DemoWorld world, string thing, OwnerStory story, OwnerRole role, string owner, string? deputy)
    {
        var tale = DemoOwners.Tales.FirstOrDefault(t => t.Thing == thing && t.Role == role);
        story.Tell(owner, deputy, tale.Thing is null ? OwnerTale.Fresh : tale.Tale, tale.Second);
    }

    /// <summary>Records a change that makes whoever made it a controlling person of the integration for a while.</summary>
    public static void Shape(DemoWorld world, Actor by, DateTimeOffset at, Integration integration, AuditNote note)
    {
        world.Record(by, at, note with { Tenant = integration.TenantId, Integration = Work.Thing(integration) });
        if (by.Person is { } person)
            world.Shapers.Add((integration.Id, person, at));
    }
}
