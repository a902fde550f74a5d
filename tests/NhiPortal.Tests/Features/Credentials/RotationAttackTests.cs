using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Domain;
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
    public async Task Account_ThatTheIntegrationNoLongerHas_IsNotRenewed()
    {
        await using var scene = await ThroughScene.SetAsync(Nobody, Nobody);
        await scene.AdoptAsync("svc-hr");
        await scene.Portal.ArrangeAsync(db => db.Workloads.Single(w => w.Subject == "svc-hr").Retire(scene.Portal.Now));
        Assert.Equal("not_its_account", (await RotateAsync(scene, "svc-hr")).Refusal?.Code);
    }

    private static Task<Result<RotationId>> RotateAsync(ThroughScene scene, string account) =>
        scene.Portal.Get<RotateThroughTarget>().RunAsync(As(scene.Org.Ian), scene.Id, new(account, true, 24), Stop);
}
