using NhiPortal.Connectors;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Rotations;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Credentials;

/// <summary>An owner of one integration tries to reach others' accounts through the portal's own rights on the target.</summary>
public sealed class RotationAttackTests
{
    // Nobody listens there: what is refused is refused before anything is asked.
    private static readonly ConnectorSettings Nobody = new() { Kind = "Ldap", Address = "ldap://127.0.0.1:1", User = "cn=portal,dc=corp", Secret = "x", SearchBase = "dc=corp" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Administrator")]
    [InlineData("SVC-HR")]
    public async Task Account_ThatTheRegisterDoesNotKnowAsItsOwn_IsNeitherShownNorRenewed(string foreign)
    {
        await using var scene = await ThroughScene.SetAsync(Nobody, Nobody);
        await scene.AdoptAsync("svc-hr");
        Assert.Contains("does not know", (await scene.RehearseAsync(foreign)).Fault, StringComparison.Ordinal);
        Assert.Equal("not_its_account", (await RotateAsync(scene, foreign)).Refusal?.Code);
        Assert.True((await RotateAsync(scene, "svc-hr")).Succeeded);
    }

    [Fact]
    public async Task Account_OfAnotherOrOfAnAdministrator_IsNotVouchedForByStaff()
    {
        await using var scene = await ThroughScene.SetAsync(Nobody, Nobody);
        var (org, now) = (scene.Org, scene.Portal.Now);
        var held = new HeldPrivilege("id-1", "Administrator", "Domain Admins", now);
        var boss = PrivilegeLine.Find(org.Home.Id, org.Directory.Id, held);
        boss.See(new(held, PrivilegeClass.Unexplained, "Nobody can explain it."), true, now);
        await scene.Portal.ArrangeAsync(db =>
        {
            var payroll = Integration.Register(org.Home.Id, "payroll", "Payroll", "Pays people.", IntegrationKind.InternalAgent, DeploymentEnvironment.Production, now);
            db.AddRange(payroll, WorkloadIdentity.Create(payroll.Id, WorkloadIdentity.OnTarget("corp-directory"), "svc-payroll", now), boss);
        });
        var staff = As(org.Staff, Role.IamStaff);
        foreach (var taken in new[] { "SVC-payroll", "administrator", "Admini\u0007strator" })
            Assert.Equal("not_its_account", (await RotateAsync(scene, taken, staff)).Refusal?.Code);
        Assert.True((await RotateAsync(scene, "svc-hr", staff)).Succeeded);
    }

    [Fact]
    public async Task Account_ThatTheIntegrationNoLongerHas_IsNotRenewed()
    {
        await using var scene = await ThroughScene.SetAsync(Nobody, Nobody);
        await scene.AdoptAsync("svc-hr");
        await scene.Portal.ArrangeAsync(db => db.Workloads.Single(w => w.Subject == "svc-hr").Retire(scene.Portal.Now));
        Assert.Equal("not_its_account", (await RotateAsync(scene, "svc-hr")).Refusal?.Code);
    }

    [Fact]
    public async Task Place_WhereAnotherIntegrationKeepsItsSecret_IsNotWrittenOverByAnOwner()
    {
        await using var scene = await ThroughScene.SetAsync(Nobody, Nobody);
        await scene.AdoptAsync("svc-hr");
        var now = scene.Portal.Now;
        await scene.Portal.ArrangeAsync(db =>
        {
            var payroll = Integration.Register(scene.Org.Home.Id, "payroll", "Payroll", "Pays people.", IntegrationKind.InternalAgent, DeploymentEnvironment.Production, now);
            db.AddRange(payroll, Credential.Create(scene.Org.Home.Id, payroll.Id, new(CredentialKind.Password, "Payroll", "dev/HR-sync", now, Credential.Never), now));
        });
        Assert.Equal("place_of_others", (await RotateAsync(scene, "svc-hr")).Refusal?.Code);
        Assert.True((await RotateAsync(scene, "svc-hr", As(scene.Org.Staff, Role.IamStaff))).Succeeded);
    }

    private static Task<Result<RotationId>> RotateAsync(ThroughScene scene, string account, Actor? by = null) =>
        scene.Portal.Get<RotateThroughTarget>().RunAsync(by ?? As(scene.Org.Ian), scene.Id, new(account, true, 24), Stop);
}
