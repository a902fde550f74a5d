using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.AccessRules;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.AccessRules;

/// <summary>What tests of access rules need: hr-sync may unlock accounts, the policy lets rules allow that, and two people publish.</summary>
internal static class RuleScene
{
    public const string AllowUnlock = """{"rules":[{"name":"Unlocking","answer":"allow","when":{"equals":{"action.name":"account.unlock"}}}]}""";
    public const string DenyUnlock = """{"rules":[{"name":"No unlocking","answer":"deny","when":{"equals":{"action.name":"account.unlock"}}}]}""";
    public const string AllowAddMember = """{"rules":[{"name":"Members","answer":"allow","when":{"equals":{"action.name":"group.add_member"}}}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static IReadOnlyList<ApprovalRule> Permitting { get; } =
    [
        DefaultPolicy.Rules[1] with { Name = "Rules may", Kinds = [], Classes = [ActionClass.OtherPrivileged], Risks = [RiskLevel.Low, RiskLevel.Medium], AccessRulesMayAllow = true },
        .. DefaultPolicy.Rules,
    ];

    public static async Task AddUnlockAsync(this TestPortal portal, SmallOrganisation org, bool permit = true) => await portal.ArrangeAsync(db =>
    {
        db.Add(PrivilegedAction.Create("account.unlock", "unlock an account", ActionClass.OtherPrivileged, RiskLevel.Low, "account"));
        db.Add(PrivilegePath.Create(org.Sync.Id, org.Directory.Id, "account.unlock", "*", portal.Now));
        if (permit)
            db.Add(PolicyVersion.Publish(2, ApprovalPolicy.Create(Permitting).Value, null, portal.Now));
    });

    /// <summary>Nora writes and asks, Staff agrees where two are needed.</summary>
    public static async Task<int> PublishAsync(this TestPortal portal, SmallOrganisation org, string pack)
    {
        var saved = await portal.SaveAsync(org, pack);
        Assert.Null(saved.Refusal);
        var published = await portal.Get<PublishAccessRules>().RunAsync(Nora(org), org.Home.Id, saved.Value, "agreed with the owners", Stop);
        Assert.Null(published.Refusal);
        return published.Value ?? (await portal.Get<AgreeAccessRules>().RunAsync(As(org.Staff, Role.IamStaff), org.Home.Id, await portal.TokenAsync(org), Stop)).Value;
    }

    public static async Task<Result<Guid>> SaveAsync(this TestPortal portal, SmallOrganisation org, string pack) =>
        await portal.Get<SaveAccessRules>().RunAsync(Nora(org), org.Home.Id, await portal.TokenAsync(org), pack, Stop);

    public static async Task<Guid> TokenAsync(this TestPortal portal, SmallOrganisation org) => (await portal.Get<AccessRulesQuery>().RunAsync(Nora(org), "home", Stop))!.Token;

    public static Actor Nora(SmallOrganisation org) => As(org.Nora, Role.IamStaff);

    /// <summary>An integration of the certification scenario that may do everything with its records, and is accountable.</summary>
    public static void AddSubject(PortalDb db, SmallOrganisation org, TargetSystem records, string key, DateTimeOffset now)
    {
        var integration = Integration.Register(org.Home.Id, key, key, "Certifies.", IntegrationKind.InternalAgent, DeploymentEnvironment.Development, now);
        integration.Activate();
        db.Add(integration);
        db.Add(WorkloadIdentity.Create(integration.Id, "urn:test", key, now));
        foreach (var action in new[] { "read", "write", "delete" })
            db.Add(PrivilegePath.Create(integration.Id, records.Id, action, "record-*", now));
        foreach (var (role, person) in new[] { (OwnerRole.BusinessOwner, org.Bea), (OwnerRole.IamOwner, org.Ian) })
        {
            var ownership = Ownership.Nominate(org.Home.Id, role, person.Id, integration.Id, null, null, null, now);
            ownership.Accept(person.Id, 60, now);
            db.Add(ownership);
        }
    }
}
