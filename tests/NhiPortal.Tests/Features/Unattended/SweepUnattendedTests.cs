using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;
using NhiPortal.Features.Unattended;
using NhiPortal.Tests.Features.Executions;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Unattended;

/// <summary>What nobody attends to is warned of, announced, taken, shown to be gone, and can be given back; whatever is attended to is kept.</summary>
public sealed class SweepUnattendedTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attestation_NobodyConfirms_ClimbsEveryStepAndIsConfirmed()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        await portal.TurnOnAsync(org, UnattendedKind.AttestationOverdue);
        await portal.PassAsync(61 + 12);
        var row = (await portal.RevocationsAsync()).Find(r => r.Label == "Business owner of HR sync")!;
        Assert.Equal([LadderStep.Remind, LadderStep.Escalate, LadderStep.Freeze, LadderStep.Announce, LadderStep.Suspend, LadderStep.Revoke], row.Steps.OrderBy(s => s.Number).Select(s => s.Step));
        Assert.Equal(RevocationState.Confirmed, row.State);
        // Two owners did not confirm; whichever came first took it all.
        Assert.Contains((await portal.RevocationsAsync()).SelectMany(r => r.Items), item => item is { Kind: TakenKind.Identity, ConfirmedAt: not null });
        await using var db = portal.Db();
        Assert.Equal(IntegrationStatus.Suspended, (await db.Integrations.SingleAsync(Stop)).Status);
        Assert.NotNull((await db.Workloads.SingleAsync(Stop)).RetiredAt);
        Assert.True(await db.Notices.AnyAsync(n => n.Thing == row.Id.Value && n.PersonId == org.Bea.Id && n.Kind == ReminderKind.RevocationComing, Stop));
        foreach (var kind in new[] { "revocation.reminded", "revocation.escalated", "revocation.frozen", "revocation.announced", "revocation.suspended", "revocation.carried_out", "revocation.confirmed" })
            Assert.True(await db.AuditEvents.AnyAsync(e => e.Kind == kind, Stop), kind);
    }

    [Fact]
    public async Task Attestation_WhileItOnlyReports_TellsNobodyAndBeginsNothing()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        portal.Time.Advance(TimeSpan.FromDays(70));
        var today = DateOnly.FromDateTime(portal.Now.UtcDateTime);
        await portal.Get<SetUnattendedPolicy>().RunAsync(As(org.Nora, Role.IamStaff), UnattendedKind.AttestationOverdue, new(true, today.AddDays(30), UnattendedScene.Quick), "try it first", Stop);
        await portal.PassAsync(29);
        Assert.All(await portal.RevocationsAsync(), row => Assert.Equal((RevocationState.Reported, 0), (row.State, row.Steps.Count)));
        await portal.PassAsync(2);
        Assert.All(await portal.RevocationsAsync(), row => Assert.Equal(LadderStep.Remind, row.Steps.Single().Step));
    }

    [Fact]
    public async Task Attestation_ConfirmedAfterTheSuspension_BringsItBackAndSaysWhatKeptIt()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        await portal.TurnOnAsync(org, UnattendedKind.AttestationOverdue);
        await portal.PassAsync(60 + 6);
        await using (var db = portal.Db())
        {
            Assert.Equal(IntegrationStatus.Suspended, (await db.Integrations.SingleAsync(Stop)).Status);
            foreach (var ownership in await db.Ownerships.Where(o => o.IntegrationId == org.Sync.Id).ToListAsync(Stop))
                Assert.True((await portal.Get<AttestOwnership>().RunAsync(As(ownership.PersonId == org.Bea.Id ? org.Bea : org.Ian), ownership.Id, Stop)).Succeeded);
        }

        await portal.SweepAsync();
        await portal.PassAsync(1);
        await using var after = portal.Db();
        Assert.Equal(IntegrationStatus.Active, (await after.Integrations.SingleAsync(Stop)).Status);
        Assert.All(await portal.RevocationsAsync(), row => Assert.Equal((RevocationState.Cancelled, true), (row.State, row.EndWords!.Contains("confirmed", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Freeze_WhileNobodyAttends_AsksAreRefused_AndGoOnOnceSomebodyDoes()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        await portal.TurnOnAsync(org, UnattendedKind.AttestationOverdue);
        await portal.PassAsync(60 + 3);
        var ask = () => portal.Get<AskForAccess>().RunAsync(org.Caller, new Ask(org.Workload.Id, AddMember()) { Justification = "Ticket 4711 asks for it" }, Stop);
        Assert.Equal("frozen_unattended", (await ask()).Refusal!.Code);
        await using (var db = portal.Db())
            foreach (var ownership in await db.Ownerships.Where(o => o.IntegrationId == org.Sync.Id).ToListAsync(Stop))
                await portal.Get<AttestOwnership>().RunAsync(As(ownership.PersonId == org.Bea.Id ? org.Bea : org.Ian), ownership.Id, Stop);
        await portal.PassAsync(1);
        Assert.True((await ask()).Succeeded);
    }

    [Fact]
    public async Task OwnerGone_DirectoryNotRead_IsNeverTakenForUnattended()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        await portal.TurnOnAsync(org, UnattendedKind.OwnerGone);
        portal.Time.Advance(TimeSpan.FromDays(2));
        await using (var db = portal.Db())
        {
            var bea = await db.People.SingleAsync(p => p.Id == org.Bea.Id, Stop);
            bea.SetStatus(PersonStatus.Left, portal.Now);
            db.PeopleSyncs.Add(PeopleSync.Of(SyncStatus.Failed, "test", "job", null, "down", portal.Now, portal.Now));
            await db.SaveChangesAsync(Stop);
        }

        await portal.PassAsync(20);
        Assert.Empty(await portal.RevocationsAsync());
    }

    [Fact]
    public async Task Brake_MoreThanThePolicyLets_StopsBeforeTheFirst_UntilASecondPersonLetsThemGo()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        await portal.TurnOnAsync(org, UnattendedKind.AttestationOverdue, UnattendedScene.Quick with { MostAtOnce = 1 });
        await portal.PassAsync(60 + 5);
        Assert.All(await portal.RevocationsAsync(), row => Assert.Equal((false, true), (row.Steps.Exists(s => s.Step == LadderStep.Announce), row.BatchId is not null)));
        var page = await portal.Get<RevocationListQuery>().RunAsync(As(org.Nora, Role.IamStaff), new RevocationFilter(), 0, 25, Stop);
        var batch = Assert.Single(page.Stopped);
        Assert.Equal((2, 1, false), (batch.Count, batch.Limit, batch.MayLetGo));
        Assert.Equal("own_policy", (await portal.Get<AnswerBatch>().RunAsync(As(org.Nora, Role.IamStaff), batch.Id, true, "let them go", Stop)).Refusal!.Code);
        Assert.True((await portal.Get<AnswerBatch>().RunAsync(As(org.Staff, Role.SecurityOperations), batch.Id, true, "looked at both", Stop)).Succeeded);
        await portal.PassAsync(1);
        Assert.All(await portal.RevocationsAsync(), row => Assert.Equal(LadderStep.Announce, row.Step));
    }

    [Fact]
    public async Task Brake_Discarded_KeepsThemAndBeginsAnew()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        await portal.TurnOnAsync(org, UnattendedKind.AttestationOverdue, UnattendedScene.Quick with { MostAtOnce = 1 });
        await portal.PassAsync(60 + 5);
        await using var db = portal.Db();
        var batch = await db.RevocationBatches.Select(b => b.Id).SingleAsync(Stop);
        await portal.Get<AnswerBatch>().RunAsync(As(org.Staff, Role.SecurityOperations), batch.Value, false, "that cannot be right", Stop);
        await portal.PassAsync(2);
        var rows = await portal.RevocationsAsync();
        Assert.Equal(2, rows.Count(row => row.State == RevocationState.Cancelled));
        Assert.Equal(2, rows.Count(row => row is { State: RevocationState.Warned, Step: LadderStep.Remind or LadderStep.Escalate }));
    }

    [Fact]
    public async Task Pause_OfEverything_HoldsAndThenGivesADaysNotice()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        await portal.TurnOnAsync(org, UnattendedKind.AttestationOverdue);
        await portal.PassAsync(60 + 4);
        var staff = As(org.Staff, Role.IamStaff);
        Assert.Equal("pause_bounds", (await portal.Get<PauseRevocations>().RunAsync(staff, 31, "migration weekend", Stop)).Refusal!.Code);
        Assert.True((await portal.Get<PauseRevocations>().RunAsync(staff, 10, "migration weekend", Stop)).Succeeded);
        await portal.PassAsync(10);
        Assert.All(await portal.RevocationsAsync(), row => Assert.Equal(LadderStep.Announce, row.Step));
        await portal.PassAsync(2);
        Assert.All(await portal.RevocationsAsync(), row => Assert.Equal(LadderStep.Suspend, row.Step));
    }

    [Fact]
    public async Task Outage_OfAMonth_SkipsNoStepAndGivesADaysNotice()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        await portal.TurnOnAsync(org, UnattendedKind.AttestationOverdue);
        await portal.PassAsync(60 + 4);
        portal.Time.Advance(TimeSpan.FromDays(30));
        await portal.SweepAsync();
        Assert.All((await portal.RevocationsAsync()).Where(row => row.IntegrationId is not null), row => Assert.Equal(LadderStep.Announce, row.Step));
        await portal.PassAsync(1);
        Assert.All((await portal.RevocationsAsync()).Where(row => row.IntegrationId is not null), row => Assert.Equal(LadderStep.Suspend, row.Step));
    }

    [Fact]
    public async Task Sweep_TwoInstancesAtOnce_EachThingMovesOnce()
    {
        await using var portal = await TestPortal.StartAsync();
        await using var second = portal.Second();
        var org = await CreateAsync(portal);
        await portal.TurnOnAsync(org, UnattendedKind.AttestationOverdue);
        portal.Time.Advance(TimeSpan.FromDays(61));
        for (var day = 0; day < 10; day++)
        {
            portal.Time.Advance(TimeSpan.FromDays(1));
            await Task.WhenAll(portal.Get<SweepUnattended>().RunAsync(Stop), second.Get<SweepUnattended>().RunAsync(Stop));
        }

        Assert.All(await portal.RevocationsAsync(), row => Assert.Equal(row.Steps.Count, row.Steps.Select(s => s.Step).Distinct().Count()));
        await using var db = portal.Db();
        var told = await db.AuditEvents.Where(e => e.Kind == "revocation.announced").CountAsync(Stop);
        Assert.Equal((await portal.RevocationsAsync()).Count(row => row.AnnouncedAt is not null), told);
    }

    [Fact]
    public async Task Grant_OnATargetWithAConnector_IsTakenBackThere_ReadBack_AndGivenBackExactly()
    {
        await using var adapter = await Adapter.StartAsync();
        await using var scene = await BrokeredScene.StartAsync(adapter.Settings);
        var (portal, org) = (scene.Portal, scene.Org);
        adapter.Accounts["u123"] = (true, []);
        await portal.TurnOnAsync(org, UnattendedKind.AttestationOverdue);
        portal.Time.Advance(TimeSpan.FromDays(59));
        await org.Reattest(portal, org.Sam);
        await scene.GrantAsync(AddMember());
        await scene.CarryOutAsync();
        Assert.True(adapter.Holds("u123", "Domain Admins"));
        await using (var longer = portal.Db())
            await longer.Grants.ExecuteUpdateAsync(set => set.SetProperty(g => g.Until, portal.Now.AddDays(40)), Stop);

        await portal.PassAsync(9);
        await portal.PassAsync(1);
        Assert.False(adapter.Holds("u123", "Domain Admins"));
        var row = (await portal.RevocationsAsync()).First(r => r.Items.Exists(item => item.Kind == TakenKind.Grant));
        Assert.Equal(RevocationState.Confirmed, row.State);
        Assert.Contains(row.Items, item => item is { Way: TakenWay.Connector, Proof: { } proof } && proof.Contains("Read back", StringComparison.Ordinal));

        adapter.Accounts["other"] = (true, []);
        // Two owners did not confirm: the second wants the same gone until it is undone, too.
        foreach (var taken in (await portal.RevocationsAsync()).Where(r => r.IntegrationId == org.Sync.Id).OrderBy(r => r.Id != row.Id))
            Assert.True((await portal.Get<UndoRevocation>().RunAsync(As(org.Staff, Role.IamStaff), taken.Id.Value, "the owner was ill", Stop)).Succeeded);
        await scene.CarryOutAsync();
        Assert.True(adapter.Holds("u123", "Domain Admins"));
        Assert.False(adapter.Holds("other", "Domain Admins"));
        await using var db = portal.Db();
        Assert.Equal(GrantStatus.Active, (await db.Grants.SingleAsync(Stop)).Status);
        Assert.Equal(IntegrationStatus.Active, (await db.Integrations.SingleAsync(Stop)).Status);
        Assert.Null((await db.Workloads.SingleAsync(Stop)).RetiredAt);
        portal.Time.Advance(TimeSpan.FromDays(20));
        Assert.Equal("undone_already", (await portal.Get<UndoRevocation>().RunAsync(As(org.Staff, Role.IamStaff), row.Id.Value, "once more", Stop)).Refusal!.Code);
    }

    [Fact]
    public async Task Credential_WithoutAConnector_IsGoneOnceSomebodyOtherConfirmsIt()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        var secret = Domain.Credentials.Credential.Create(org.Sync, Domain.Credentials.CredentialKind.ClientSecret, "Service secret", "kv/hr-sync", portal.Now, portal.Now.AddDays(300), null, portal.Now, portal.Now);
        var unseen = Domain.Credentials.Credential.Create(org.Sync, Domain.Credentials.CredentialKind.ClientSecret, "Nobody reports on it", "kv/other", portal.Now, portal.Now.AddDays(300), null, null, portal.Now);
        await portal.ArrangeAsync(db => db.AddRange(secret, unseen));
        await portal.TurnOnAsync(org, UnattendedKind.IdleCredential);
        await portal.PassAsync(30 + 6);
        var row = Assert.Single(await portal.RevocationsAsync());
        Assert.Equal((RevocationState.Running, secret.Id), (row.State, row.CredentialId!.Value));
        Assert.Equal("not_done", (await portal.Get<ConfirmRemoval>().RunAsync(As(org.Ian), row.Id.Value, 1, Stop)).Refusal!.Code);
        Assert.True((await portal.Get<ReportRemoval>().RunAsync(As(org.Bea), row.Id.Value, 1, "deleted, ticket 4711", Stop)).Succeeded);
        Assert.Equal("own_work", (await portal.Get<ConfirmRemoval>().RunAsync(As(org.Bea), row.Id.Value, 1, Stop)).Refusal!.Code);
        await portal.PassAsync(4);
        Assert.Equal(RevocationState.Failed, (await portal.RevocationsAsync())[0].State);
        Assert.True((await portal.Get<ConfirmRemoval>().RunAsync(As(org.Ian), row.Id.Value, 1, Stop)).Succeeded);
        await portal.SweepAsync();
        Assert.Equal(RevocationState.Confirmed, (await portal.RevocationsAsync())[0].State);
    }
}

internal static class Attesting
{
    public static async Task Reattest(this SmallOrganisation org, TestPortal portal, Person owner)
    {
        await using var db = portal.Db();
        foreach (var ownership in await db.Ownerships.Where(o => o.PersonId == owner.Id && o.AcceptedAt != null).ToListAsync())
            Assert.True((await portal.Get<AttestOwnership>().RunAsync(SmallOrganisation.As(owner), ownership.Id, default)).Succeeded);
    }
}
