using System.Collections.Frozen;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests;

/// <summary>Random small organisations: few people, few roles, few names, so that collisions happen often.</summary>
internal static class World
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly PersonId[] People = [.. Enumerable.Range(1, 5).Select(n => new PersonId(new Guid(n, 0, 0, new byte[8])))];
    public static readonly WorkloadId[] Workloads = [new(new Guid("00000000-0000-0000-0000-0000000000a1")), new(new Guid("00000000-0000-0000-0000-0000000000a2"))];
    public static readonly TargetId Directory = new(new Guid("00000000-0000-0000-0000-0000000000d1"));
    public static readonly string[] Accounts = ["u1", "u2"];
    public static readonly OwnerRole[] AllRoles = Enum.GetValues<OwnerRole>();

    public static ActionCall Call(string member, string resource = "admins", string action = "group.add_member", string target = "corp-directory") => new(
        action, target, "group", resource, new Dictionary<string, JsonElement> { ["member"] = JsonSerializer.SerializeToElement(member) });

    public static Gen<ActionCall> Calls { get; } =
        from member in Gen.Elements(Accounts)
        from resource in Gen.Frequency((6, Gen.Constant("admins")), (1, Gen.Constant("readers")), (1, Gen.Constant("outside")))
        from action in Gen.Frequency((12, Gen.Constant("group.add_member")), (1, Gen.Constant("role.grant")))
        from target in Gen.Frequency((12, Gen.Constant("corp-directory")), (1, Gen.Constant("orders-db")))
        select Call(member, resource, action, target);

    public static Gen<OwnerFact?> Owner(OwnerRole role) => Gen.Frequency(
        (1, Gen.Constant<OwnerFact?>(null)),
        (8, from person in Gen.Elements(People)
            from active in Gen.Frequency((6, Gen.Constant(true)), (1, Gen.Constant(false)))
            from external in Gen.Frequency((8, Gen.Constant(false)), (1, Gen.Constant(true)))
            from minutes in Gen.Frequency((5, Gen.Choose(1, 5000)), (1, Gen.Choose(-100, 0)))
            select (OwnerFact?)new OwnerFact(role, person, "P", active, external, Now.AddMinutes(minutes))));

    public static Gen<GrantFact> Grants { get; } =
        from workload in Gen.Elements(Workloads)
        from call in Calls
        from start in Gen.Choose(-60, 10)
        from length in Gen.Choose(1, 240)
        from limit in Gen.Elements<int?>(null, 1, 2)
        from uses in Gen.Choose(0, 2)
        from status in Gen.Frequency((6, Gen.Constant(GrantStatus.Active)), (1, Gen.Elements(GrantStatus.Revoked, GrantStatus.Expired, GrantStatus.UsedUp)))
        from id in Gen.Choose(1, 1_000_000)
        select new GrantFact(
            new GrantId(new Guid(id, 0, 0, new byte[8])), workload, call.Action, Directory, call.ResourceId, call.BindTo(workload), Now.AddMinutes(start),
            Now.AddMinutes(start + length), limit, uses, status, default, []);

    public static Gen<AccessFacts> Facts { get; } =
        from status in Gen.Frequency((8, Gen.Constant(IntegrationStatus.Active)), (1, Gen.Elements(IntegrationStatus.Draft, IntegrationStatus.Suspended, IntegrationStatus.Retired)))
        from business in Owner(OwnerRole.BusinessOwner)
        from iam in Owner(OwnerRole.IamOwner)
        from system in Owner(OwnerRole.SystemOwner)
        from grants in Gen.Resize(Gen.ListOf(Grants), 12)
        from endOfLife in Gen.Frequency((6, Gen.Constant<DateTimeOffset?>(null)), (1, Gen.Elements<DateTimeOffset?>(Now.AddDays(-1), Now.AddDays(1))))
        select new AccessFacts
        {
            Id = default,
            Tenant = default,
            TenantKey = "home",
            Key = "hr-sync",
            Name = "HR sync",
            Kind = IntegrationKind.InternalAgent,
            Status = status,
            EndOfLife = endOfLife,
            BusinessOwner = business,
            IamOwner = iam,
            Targets = new Dictionary<string, TargetFact>
            {
                ["corp-directory"] = new(Directory, "corp-directory", "Directory", Criticality.Critical, DeploymentEnvironment.Production, system, new Dictionary<string, PathFact>
                {
                    ["group.add_member"] = new("group.add_member", "add a member", ActionClass.ChangesAdmin, RiskLevel.High, "group", ["member"], ["admins", "read*"]),
                }.ToFrozenDictionary()),
            }.ToFrozenDictionary(),
            Grants = [.. grants],
        };

    public static Gen<ApproverFacts> Approvers { get; } =
        from person in Gen.Elements(People)
        from active in Gen.Frequency((8, Gen.Constant(true)), (1, Gen.Constant(false)))
        from inTenant in Gen.Frequency((8, Gen.Constant(true)), (1, Gen.Constant(false)))
        from roles in Gen.SubListOf(AllRoles)
        from account in Gen.Elements(Accounts.Append("nobody"))
        from controllers in Gen.Frequency((4, Gen.Constant(Array.Empty<PersonId>())), (1, Gen.SubListOf(People).Select(list => list.ToArray())))
        from deputyOf in Gen.Frequency((4, Gen.Constant(Array.Empty<PersonId>())), (1, Gen.SubListOf(People).Select(list => list.ToArray())))
        select new ApproverFacts
        {
            Person = person,
            Active = active,
            InTenant = inTenant,
            RolesHeld = roles.ToHashSet(),
            Accounts = new HashSet<string> { account },
            Controllers = [.. controllers.Select(controller => new ControllingPerson(controller, "changed it."))],
            DeputyOf = deputyOf.ToHashSet(),
        };

    public static Gen<ApprovalRule> Rules { get; } =
        from stages in Gen.NonEmptyListOf(
            from order in Gen.Choose(1, 2)
            from role in Gen.Elements(AllRoles)
            from quorum in Gen.Choose(1, 2)
            select new PolicyStage(order, role, quorum))
        from longest in Gen.Choose(1, 600)
        select new ApprovalRule { Name = "random", Stages = [.. stages], LongestGrantMinutes = longest, RequestLifetimeMinutes = 60 };

    public static Gen<AskedFor> Asks { get; } =
        from rule in Rules
        from call in Calls
        from minutes in Gen.Choose(1, 600)
        from requestedBy in Gen.Elements(People.Select(person => (PersonId?)person).Append(null).Append(null))
        from startedBy in Gen.Elements(People.Select(person => (PersonId?)person).Append(null).Append(null))
        select new AskedFor
        {
            Tenant = default,
            Integration = default,
            Workload = Workloads[0],
            Target = Directory,
            Call = call,
            Parameters = $"{{\"member\":{call.Parameters["member"].GetRawText()}}}",
            Risk = RiskLevel.High,
            Justification = "because",
            Minutes = minutes,
            Rule = rule,
            PolicyVersion = 1,
            Basis = new([]),
            RequestedBy = requestedBy,
            StartedBy = startedBy,
        };

    public static Gen<AccessRequest> Requests { get; } = Asks.Select(ask => AccessRequest.Ask(ask, Now));

    public static void Holds<T>(Gen<T> generator, Func<T, bool> property, int runs = 2000) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(runs), Prop.ForAll(generator.ToArbitrary(), property));
}
