using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests.Policy;

/// <summary>Random policies whose rules overlap a lot, and subjects that hit them.</summary>
internal static class Policies
{
    public static readonly string[] Tenants = ["home", "other", "third"];

    private static Gen<IReadOnlyList<T>> Some<T>(IReadOnlyList<T> all) =>
        Gen.Frequency((3, Gen.Constant<IReadOnlyList<T>>([])), (2, Gen.SubListOf(all.AsEnumerable()).Select(list => (IReadOnlyList<T>)[.. list])));

    public static Gen<ChangeWindow> Windows { get; } =
        from days in Gen.SubListOf(Enum.GetValues<DayOfWeek>()).Where(list => list.Count > 0)
        from hour in Gen.Choose(0, 23)
        from until in Gen.Choose(0, 23)
        from zone in Gen.Elements("UTC", "Europe/Stockholm", "America/New_York")
        from closed in Gen.SubListOf([new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 3), new DateOnly(2026, 3, 4)])
        select new ChangeWindow { Days = [.. days], From = new TimeOnly(hour, 0), Until = new TimeOnly(until, 0), Zone = zone, ClosedDays = [.. closed] };

    public static Gen<ApprovalRule> Rule { get; } =
        from kinds in Some(Enum.GetValues<IntegrationKind>())
        from classes in Some(Enum.GetValues<ActionClass>())
        from risks in Some(Enum.GetValues<RiskLevel>())
        from criticalities in Some(Enum.GetValues<Criticality>())
        from environments in Some(Enum.GetValues<DeploymentEnvironment>())
        from tenants in Some(Tenants)
        from others in Gen.Resize(Gen.ListOf(Gen.Elements(Enum.GetValues<OwnerRole>())), 2)
        from quorum in Gen.Choose(1, 2)
        from longest in Gen.Elements(30, 60)
        from lifetime in Gen.Elements(60, 120)
        from limit in Gen.Elements<int?>(1, 5)
        from soon in Gen.Elements<int?>(null, 15)
        from ticket in Gen.Elements(true, false)
        from standing in Gen.Frequency((3, Gen.Constant<int?>(null)), (1, Gen.Elements<int?>(7, 30)))
        from escalate in Gen.Elements<int?>(null, 20)
        from window in Gen.Frequency((4, Gen.Constant<ChangeWindow?>(null)), (1, Windows.Select(window => (ChangeWindow?)window)))
        select new ApprovalRule
        {
            Name = "random",
            Kinds = kinds,
            Classes = classes,
            Risks = risks,
            Criticalities = criticalities,
            Environments = environments,
            Tenants = tenants,
            Stages = [new PolicyStage(1, OwnerRole.SystemOwner, quorum), .. others.Select((role, at) => new PolicyStage(at + 1, role, 1))],
            LongestGrantMinutes = longest,
            RequestLifetimeMinutes = lifetime,
            UseLimit = limit,
            FirstUseMinutes = soon,
            RequiresTicket = ticket,
            StandingDays = risks.Count == 0 || risks.Contains(RiskLevel.Critical) ? null : standing,
            EscalateAfterMinutes = escalate,
            Window = window,
        };

    public static Gen<IReadOnlyList<ApprovalRule>> Rules { get; } =
        from count in Gen.Choose(0, 4)
        from rules in Gen.ListOf(Rule, count)
        select (IReadOnlyList<ApprovalRule>)[.. rules.Select((rule, at) => rule with { Name = $"rule {at}" })];

    public static Gen<PolicySubject> Subjects { get; } =
        from kind in Gen.Elements(Enum.GetValues<IntegrationKind>())
        from @class in Gen.Elements(Enum.GetValues<ActionClass>())
        from risk in Gen.Elements(Enum.GetValues<RiskLevel>())
        from criticality in Gen.Elements(Enum.GetValues<Criticality>())
        from environment in Gen.Elements(Enum.GetValues<DeploymentEnvironment>())
        from tenant in Gen.Elements(Tenants.Append("never-named"))
        select new PolicySubject(kind, @class, risk, criticality, environment, tenant);
}
