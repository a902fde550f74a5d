using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Rotations;
using NhiPortal.Features.Stops;
using NhiPortal.Features.Unattended;
using NhiPortal.Tests.Features.Executions;
using NhiPortal.Tests.Features.Stops;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Unattended;

/// <summary>Rotations, stops, and several revocations of the same things meet.</summary>
public sealed class NoWayRoundTests : OnAdapter
{
    private TestPortal Portal => scene.Portal;
    private Actor Staff => As(scene.Org.Staff, Role.IamStaff);

    [Fact]
    public async Task Rotation_UnderWay_HoldsTheLadderForAWhile_Once()
    {
        var secret = Credential.Create(scene.Org.Sync, CredentialKind.ClientSecret, "Service secret", "kv/hr-sync", Portal.Now, Portal.Now.AddDays(300), null, Portal.Now, Portal.Now);
        await Portal.ArrangeAsync(db => db.Add(secret));
        await Portal.Get<PlanRotations>().RunAsync(Stop);
        await Portal.TurnOnAsync(scene.Org, UnattendedKind.RotationOverdue);
        await Portal.PassAsync(37 + 4);
        Assert.Equal(LadderStep.Announce, Assert.Single(await Portal.RevocationsAsync()).Step);
        var start = Portal.Get<StartRotation>();
        var rotation = (await start.RunAsync(As(scene.Org.Ian), secret.Id, Stop)).Value;
        await Portal.PassAsync(13);
        var held = Assert.Single(await Portal.RevocationsAsync());
        Assert.Equal((LadderStep.Announce, true), (held.Step, held.Waiting?.StartsWith("It is being rotated", StringComparison.Ordinal)));

        // Given up and begun anew: that holds nothing more.
        Assert.True((await Portal.Get<GiveUpRotation>().RunAsync(As(scene.Org.Ian), rotation, "The vendor is away", Stop)).Succeeded);
        Assert.True((await start.RunAsync(As(scene.Org.Ian), secret.Id, Stop)).Succeeded);
        await Portal.PassAsync(4);
        Assert.Contains((await Portal.RevocationsAsync())[0].Items, item => item.Kind == TakenKind.Credential);
    }

    [Fact]
    public async Task Suspended_WhatThePortalCarriedOut_GoesAndComesBackWithIt()
    {
        await GrantedAsync();
        await Portal.TurnOnAsync(scene.Org, UnattendedKind.AttestationOverdue);
        await Portal.PassAsync(2 + 6);
        await Portal.Get<TakeBackBarred>().RunAsync(Stop);
        await Portal.Get<CarryOutDue>().RunAsync(Stop);
        Assert.False(adapter.Holds("u123", "Domain Admins"));
        Assert.Equal(LadderStep.Suspend, (await Portal.RevocationsAsync()).Max(row => row.Step));
        await scene.Org.Reattest(Portal, scene.Org.Bea);
        await scene.Org.Reattest(Portal, scene.Org.Ian);
        await Portal.PassAsync(1);
        await Portal.Get<CarryOutDue>().RunAsync(Stop);
        Assert.True(adapter.Holds("u123", "Domain Admins"));
        await using var db = Portal.Db();
        Assert.Equal((GrantStatus.Active, IntegrationStatus.Active), ((await db.Grants.SingleAsync(Stop)).Status, (await db.Integrations.SingleAsync(Stop)).Status));
    }

    [Fact]
    public async Task Undo_WhatAnotherThatIsConfirmedAlsoWantsGone_StaysGone_UntilThatIsUndone()
    {
        await GrantedAsync();
        await Portal.TurnOnAsync(scene.Org, UnattendedKind.AttestationOverdue);
        await Portal.PassAsync(2 + 8);
        var rows = (await Portal.RevocationsAsync()).FindAll(row => row.IntegrationId == scene.Org.Sync.Id);
        Assert.Equal([RevocationState.Confirmed, RevocationState.Confirmed], rows.Select(row => row.State));
        foreach (var row in rows.OrderByDescending(row => row.Items.Count))
        {
            await using (var before = Portal.Db())
                Assert.Equal((IntegrationStatus.Suspended, GrantStatus.Revoked), ((await before.Integrations.SingleAsync(Stop)).Status, (await before.Grants.SingleAsync(Stop)).Status));
            Assert.False(adapter.Holds("u123", "Domain Admins"));
            Assert.True((await Portal.Get<UndoRevocation>().RunAsync(Staff, row.Id.Value, "the owner was ill", Stop)).Succeeded);
            await Portal.Get<CarryOutDue>().RunAsync(Stop);
        }

        await using var db = Portal.Db();
        Assert.Equal((IntegrationStatus.Active, GrantStatus.Active, null), ((await db.Integrations.SingleAsync(Stop)).Status, (await db.Grants.SingleAsync(Stop)).Status, (await db.Workloads.SingleAsync(Stop)).RetiredAt));
        Assert.True(adapter.Holds("u123", "Domain Admins"));
    }

    [Fact]
    public async Task Stop_SwitchesOffAnAccountTheSweepRetired_AndNothingIsGivenBackUnderIt()
    {
        adapter.Accounts["svc-hrsync"] = (true, []);
        await Portal.ArrangeAsync(db => db.Add(WorkloadIdentity.Create(scene.Org.Sync.Id, WorkloadIdentity.OnTarget("corp-directory"), "svc-hrsync", Portal.Now)));
        await Portal.TurnOnAsync(scene.Org, UnattendedKind.AttestationOverdue);
        await Portal.PassAsync(60 + 8);
        var row = (await Portal.RevocationsAsync()).First(r => r.Items.Exists(item => item.Kind == TakenKind.Identity));
        Assert.True((await Portal.StopAsync(As(scene.Org.Staff, Role.SecurityOperations), StopScope.Integration, scene.Org.Sync.Id.Value)).Succeeded);
        await StopScene.SweepAsync(Portal);
        await Portal.Get<CarryOutRemovals>().RunAsync(Stop);
        Assert.False(adapter.Accounts["svc-hrsync"].Enabled);
        Assert.Equal("stopped", (await Portal.Get<UndoRevocation>().RunAsync(Staff, row.Id.Value, "the owner was ill", Stop)).Refusal?.Code);
        await using var db = Portal.Db();
        Assert.All(await db.Workloads.ToListAsync(Stop), identity => Assert.NotNull(identity.RetiredAt));
    }

    [Fact]
    public async Task Stop_FollowsWhatWasBeingTakenBackAlready()
    {
        await GrantedAsync();
        adapter.Down = true;
        await Portal.ArrangeAsync(db => db.Grants.Single().Revoke(null, "Not needed any more", Portal.Now));
        await Portal.Get<CarryOutDue>().RunAsync(Stop);
        await Portal.StopAsync(As(scene.Org.Staff, Role.SecurityOperations), StopScope.Target, scene.Org.Directory.Id.Value);
        await StopScene.SweepAsync(Portal);
        var line = (await Portal.LinesAsync()).Single(l => l.Kind == StopLineKind.Grant);
        Assert.Equal(StopLineState.Failing, line.State);
        adapter.Down = false;
        Portal.Time.Advance(TimeSpan.FromMinutes(30));
        await Portal.Get<CarryOutDue>().RunAsync(Stop);
        await StopScene.SweepAsync(Portal);
        Assert.Equal(StopLineState.Confirmed, (await Portal.LinesAsync()).Single(l => l.Kind == StopLineKind.Grant).State);
    }

    /// <summary>A grant that the portal carried out and that lives long enough, two days before its owners are to confirm.</summary>
    private async Task GrantedAsync()
    {
        adapter.Accounts["u123"] = (true, []);
        Portal.Time.Advance(TimeSpan.FromDays(58));
        await scene.Org.Reattest(Portal, scene.Org.Sam);
        await scene.GrantAsync(AddMember());
        await scene.CarryOutAsync();
        Assert.True(adapter.Holds("u123", "Domain Admins"));
        await using var db = Portal.Db();
        await db.Grants.ExecuteUpdateAsync(set => set.SetProperty(g => g.Until, Portal.Now.AddDays(40)), Stop);
    }
}
