using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>The policy the portal starts with, and the stricter second version the organisation agreed on later.</summary>
internal static class DemoPolicy
{
    private const int SecondVersionDaysAgo = 64;

    private static readonly ApprovalRule[] Added =
    [
        new()
        {
            Name = "Secrets of critical systems",
            Classes = [ActionClass.ReadsSecret],
            Criticalities = [Criticality.Critical],
            Stages = [new(1, OwnerRole.SystemOwner, 1), new(1, OwnerRole.IamOwner, 1)],
            LongestGrantMinutes = 60,
            RequestLifetimeMinutes = 4 * 60,
            UseLimit = 5,
            RequiresTicket = true,
        },
        new()
        {
            Name = "Administrator sessions, system owner first",
            Classes = [ActionClass.OtherPrivileged],
            Risks = [RiskLevel.Critical],
            Stages = [new(1, OwnerRole.SystemOwner, 1), new(2, OwnerRole.IamOwner, 1)],
            LongestGrantMinutes = 120,
            RequestLifetimeMinutes = 24 * 60,
            EscalateAfterMinutes = 60,
        },
    ];

    public static void Plan(DemoWorld world)
    {
        world.Line.At(world.Start, at =>
        {
            world.Policies.Add(Catalogue.FirstPolicy(at));
            world.Record(Actor.Rule("first start"), at, Catalogue.FirstPolicyNote);
        });
        world.Line.At(world.Workday(SecondVersionDaysAgo), at =>
        {
            var by = world.As("elena");
            world.Policies.Add(PolicyVersion.Publish(2, ApprovalPolicy.Create([.. Added, .. DefaultPolicy.Rules]).Value, by.Person, at));
            world.Record(by, at, new AuditNote("policy.published", $"{by.Name} published policy version 2; it asks for more, never for less.")
            {
                Before = new Dictionary<string, string?> { ["version"] = "1" },
                After = new Dictionary<string, string?> { ["version"] = "2", ["added"] = string.Join(", ", Added.Select(rule => rule.Name)) },
            });
        });
    }
}
