using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>The policy the portal starts with, and the stricter second version the organisation agreed on later; a third, with a second person, lets agents' emergencies through and small things of vendors be approved in advance.</summary>
internal static class DemoPolicy
{
    private const int SecondVersionDaysAgo = 64, ThirdVersionDaysAgo = 57;

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
        world.Line.At(world.Workday(ThirdVersionDaysAgo), at => AllowEmergencies(world, at));
    }

    private static IEnumerable<ApprovalRule> Loosened(ApprovalRule rule) => rule.Name switch
    {
        "Internal agent" => [rule with { EmergencyAllowed = true }],
        "Vendor-operated" => [rule with { Name = "Vendor-operated, low risk", Risks = [RiskLevel.Low], StandingDays = 30 }, rule],
        _ => [rule],
    };

    private static void AllowEmergencies(DemoWorld world, DateTimeOffset at)
    {
        var (asks, agrees, before) = (world.As("elena"), world.As("priya"), world.Policies[^1]);
        var draft = PolicyDraft.Start(before);
        draft.Save([.. before.Rules.SelectMany(Loosened)], asks.Person!.Value, at);
        draft.Ask(asks.Person.Value, "Nights and weekends: an agent's request must not wait for a second owner who sleeps, nor an unlocking for any.", at);
        world.Record(asks, at, new AuditNote("policy.publish_asked", $"{asks.Name} asked for a second person to publish policy version 3, which asks for less than version 2.")
        {
            Facts = new Dictionary<string, string?> { ["reason"] = draft.AskReason },
        });
        world.Line.At(at.AddHours(2), then =>
        {
            var version = draft.Publish(before, agrees.Person!.Value, null, then).Value;
            world.Policies.Add(version);
            world.Record(agrees, then, new AuditNote("policy.published", $"{agrees.Name} published policy version 3 as its second person.")
            {
                Before = new Dictionary<string, string?> { ["version"] = "2" },
                After = new Dictionary<string, string?> { ["version"] = "3" },
                Facts = new Dictionary<string, string?> { ["reason"] = version.Reason, ["asked_by"] = version.PublishedById?.ToString(), ["agreed_by"] = version.AgreedById?.ToString() },
            });
        });
    }
}
