using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Stops;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Reconciliation;
using NhiPortal.Features.Stops;
using NhiPortal.Tests.Features.Executions;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Stops;

/// <summary>What a stop takes away on targets and leaves to people, through outages and crashes, and who may stop and lift what.</summary>
public sealed class StopTests : OnAdapter
{
    private Actor SecurityOperations => As(scene.Org.Staff, Role.SecurityOperations);

    private Guid Sync => scene.Org.Sync.Id.Value;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        adapter.Accounts["svc-hrsync"] = (true, []);
        await scene.Portal.ArrangeAsync(db => db.Add(WorkloadIdentity.Create(scene.Org.Sync.Id, WorkloadIdentity.OnTarget("corp-directory"), "svc-hrsync", scene.Portal.Now)));
    }

    [Fact]
    public async Task Stopped_WhatWasDoneIsTakenBackAndItsAccountSwitchedOff_EachConfirmedByTheTarget()
    {
        var request = await scene.GrantAsync(BrokeredScene.CreateAdmin("adm-new"));
        await scene.CarryOutAsync();
        Assert.True(adapter.Holds("adm-new", "admins"));
        var dry = await scene.Portal.Get<CutOffQuery>().RunAsync(SecurityOperations, StopScope.Integration, Sync, Stop);
        Assert.Equal((1, 1, 1), (dry.Integrations, dry.Grants, dry.Accounts));
        Assert.Equal(["orders-db"], dry.ByHand);

        var stop = (await scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, Sync)).Value;
        await scene.Portal.SweepAsync();
        Assert.Equal([(StopLineKind.Account, StopLineState.Waiting), (StopLineKind.ByHand, StopLineState.ByHand), (StopLineKind.Grant, StopLineState.Waiting)],
            (await scene.Portal.LinesAsync()).Select(l => (l.Kind, l.State)).OrderBy(l => l.Kind.ToString()));

        await scene.CarryOutAsync();
        await RemoveAsync();
        await scene.Portal.SweepAsync();

        Assert.False(adapter.Holds("adm-new", "admins"));
        Assert.False(adapter.Accounts["svc-hrsync"].Enabled);
        Assert.Equal(ExecutionState.Reverted, (await scene.ReadAsync(request)).State);
        var page = (await scene.Portal.LookAsync(SecurityOperations, stop))!;
        Assert.Equal((2, 1), (page.Counts[StopLineState.Confirmed], page.Counts[StopLineState.ByHand]));
        Assert.Equal("Nora", page.Lines.Single(l => l.Kind == StopLineKind.ByHand).Who);
    }

    [Fact]
    public async Task TargetDown_LineFailsWithItsNextTry_BecomesAFinding_AndIsConfirmedWhenItIsBack()
    {
        adapter.Down = true;
        var stop = (await scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, Sync)).Value;
        await scene.Portal.SweepAsync();
        for (var i = 0; i < 3; i++)
        {
            await RemoveAsync();
            scene.Portal.Time.Advance(TimeSpan.FromMinutes(6));
        }

        await scene.Portal.SweepAsync();
        var failing = (await scene.Portal.LookAsync(SecurityOperations, stop))!.Lines[0];
        Assert.Equal(StopLineState.Failing, failing.State);
        Assert.NotNull(failing.Trouble);
        Assert.NotNull(failing.NextTryAt);
        Assert.True(await IsFoundAsync());

        adapter.Down = false;
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(15));
        await RemoveAsync();
        await scene.Portal.SweepAsync();
        Assert.Equal(StopLineState.Confirmed, (await scene.Portal.LinesAsync()).Single(l => l.Kind == StopLineKind.Account).State);
        Assert.False(await IsFoundAsync());
    }

    [Fact]
    public async Task TargetThatLies_IsNeverConfirmed()
    {
        adapter.Lies = true;
        await scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, Sync);
        await scene.Portal.SweepAsync();
        await RemoveAsync();
        await scene.Portal.SweepAsync();
        Assert.Equal(StopLineState.Failing, (await scene.Portal.LinesAsync()).Single(l => l.Kind == StopLineKind.Account).State);
    }

    [Fact]
    public async Task InstanceDiesHalfWay_AnotherFinishes_AndNothingIsDoneTwice()
    {
        var stop = (await scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, Sync)).Value;
        await using var second = scene.Portal.Second();
        await Task.WhenAll(scene.Portal.SweepAsync(), second.SweepAsync());
        // Whoever dies with the account in hand leaves a claim, and what it did.
        using var dies = new CancellationTokenSource();
        adapter.Meanwhile = () => dies.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.Portal.Get<CarryOutRemovals>().RunAsync(dies.Token));
        adapter.Meanwhile = null;

        Assert.Equal(0, await second.Get<CarryOutRemovals>().RunAsync(Stop));
        scene.Portal.Time.Advance(Execution.Claim);
        Assert.Equal(1, await second.Get<CarryOutRemovals>().RunAsync(Stop));
        await second.SweepAsync();

        var lines = await scene.Portal.LinesAsync();
        Assert.Equal(2, lines.Count);
        Assert.Equal(StopLineState.Confirmed, lines.Single(l => l.Kind == StopLineKind.Account).State);
        Assert.NotNull(await scene.Portal.LookAsync(SecurityOperations, stop));
    }

    [Fact]
    public async Task Lifted_CallsOffWhatWasNotDone_AndTakesTwoPeopleWhereItIsCritical()
    {
        adapter.Down = true;
        var stop = (await scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, Sync)).Value;
        await scene.Portal.SweepAsync();
        Assert.False((await scene.Portal.Get<LiftStop>().RunAsync(SecurityOperations, stop, "false alarm", Stop)).Value);
        Assert.Equal("own_lift", (await scene.Portal.Get<LiftStop>().RunAsync(SecurityOperations, stop, "false alarm", Stop)).Refusal!.Code);
        Assert.True((await scene.Portal.Get<LiftStop>().RunAsync(As(scene.Org.Nora, Role.IamStaff), stop, "I looked, too", Stop)).Value);

        adapter.Down = false;
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(0, await scene.Portal.Get<CarryOutRemovals>().RunAsync(Stop));
        Assert.True(adapter.Accounts["svc-hrsync"].Enabled);
        Assert.All(await scene.Portal.LinesAsync(), line => Assert.Equal(StopLineState.CalledOff, line.State));
    }

    [Fact]
    public async Task Lifted_WhatReconciliationAlsoTakesAway_GoesOn()
    {
        adapter.Down = true;
        var stop = (await scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, Sync)).Value;
        await scene.Portal.SweepAsync();
        var held = new HeldPrivilege("t-1", "svc-hrsync", "", scene.Portal.Now);
        var found = PrivilegeLine.Find(scene.Org.Home.Id, scene.Org.Directory.Id, held);
        found.See(new(held, PrivilegeClass.Unexplained, "Nobody approved it."), true, scene.Portal.Now);
        await scene.Portal.ArrangeAsync(db => db.Add(found));
        var revoke = () => scene.Portal.Get<RevokePrivilege>().RunAsync(As(scene.Org.Nora, Role.SecurityOperations), found.Id, true, "Nobody can explain it", Stop);
        Assert.True((await revoke()).Succeeded);
        Assert.Equal("removed_already", (await revoke()).Refusal?.Code);
        await scene.Portal.LiftAsync(scene.Org, stop);

        adapter.Down = false;
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(1, await scene.Portal.Get<CarryOutRemovals>().RunAsync(Stop));
        Assert.False(adapter.Accounts["svc-hrsync"].Enabled);
    }

    [Fact]
    public async Task Removal_ThatCannotBe_IsLeftToAPerson()
    {
        await scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, Sync);
        await scene.Portal.SweepAsync();
        await scene.Portal.ArrangeAsync(db => db.Removals.Single().Report(null, null, "There is no such account any more.", true, scene.Portal.Now));
        Assert.Equal((1, 0), (await scene.Portal.SweepAsync(), await scene.Portal.SweepAsync()));
        var line = (await scene.Portal.LinesAsync()).Single(l => l.Kind == StopLineKind.Account);
        Assert.Equal((StopLineState.ByHand, "There is no such account any more."), (line.State, line.Trouble));
        Assert.True((await scene.Portal.Get<ConfirmStopLine>().RunAsync(SecurityOperations, line.Id, "Looked, it is gone", Stop)).Succeeded);
    }

    [Fact]
    public async Task Removal_CalledOffWhileItIsDone_IsOnRecord()
    {
        var stop = (await scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, Sync)).Value;
        await scene.Portal.SweepAsync();
        adapter.Meanwhile = () => scene.Portal.LiftAsync(scene.Org, stop);
        await scene.Portal.Get<CarryOutRemovals>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        Assert.Equal(["removal.called_off", "removal.done_late"], await db.AuditEvents.Where(e => e.Kind.StartsWith("removal.")).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(Stop));
    }

    [Fact]
    public async Task LineByHand_IsConfirmedByWhomItWasLeftTo_OnceAndWithANote()
    {
        await scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, Sync);
        await scene.Portal.SweepAsync();
        var line = (await scene.Portal.LinesAsync()).Single(l => l.Kind == StopLineKind.ByHand);
        var confirm = scene.Portal.Get<ConfirmStopLine>();
        Assert.Equal("too_short", (await confirm.RunAsync(As(scene.Org.Nora), line.Id, "ok", Stop)).Refusal!.Code);
        Assert.Equal("not_found", (await confirm.RunAsync(As(scene.Org.Stranger, Role.IamStaff), line.Id, "Looked, nothing there", Stop)).Refusal!.Code);
        Assert.True((await confirm.RunAsync(As(scene.Org.Nora), line.Id, "Looked, nothing there", Stop)).Succeeded);
        Assert.Equal("not_by_hand", (await confirm.RunAsync(As(scene.Org.Nora), line.Id, "Looked, nothing there", Stop)).Refusal!.Code);
    }

    [Theory]
    [InlineData(StopScope.Integration, "Bea,Ian,staff")]
    [InlineData(StopScope.Target, "Sam,staff")]
    [InlineData(StopScope.Vendor, "Bea,staff")]
    [InlineData(StopScope.Tenant, "staff")]
    public async Task Stop_ByOwnersOfTheThingAndStaff_ByNobodyElse(StopScope scope, string may)
    {
        var vendor = await scene.Portal.VendorAsync(scene.Org);
        (string Name, Actor Actor)[] all =
        [
            ("Bea", As(scene.Org.Bea)), ("Ian", As(scene.Org.Ian)), ("Sam", As(scene.Org.Sam)), ("Nora", As(scene.Org.Nora)), ("auditor", As(scene.Org.Staff, Role.Auditor)),
            ("stranger", As(scene.Org.Stranger, Role.IamStaff, Role.SecurityOperations)), ("workload", scene.Org.Caller), ("staff", As(scene.Org.Staff, Role.IamStaff)),
        ];
        foreach (var (name, actor) in all)
        {
            var stopped = await scene.Portal.StopAsync(actor, scope, scene.Org.Thing(scope, vendor));
            Assert.True(may.Split(',').Contains(name) == stopped.Succeeded, $"{name}: {stopped.Refusal?.Code ?? "allowed"}");
            if (stopped.Succeeded)
                await scene.Portal.LiftAsync(scene.Org, stopped.Value);
        }
    }

    [Fact]
    public async Task Stop_BadInput_IsRefusedAndChangesNothing()
    {
        var vendor = await scene.Portal.VendorAsync(scene.Org);
        var stop = scene.Portal.Get<StopThing>();
        Assert.Equal("too_short", (await stop.RunAsync(SecurityOperations, new(StopScope.Integration, Sync, "no"), Stop)).Refusal!.Code);
        Assert.Equal("type_name", (await stop.RunAsync(SecurityOperations, new(StopScope.Vendor, vendor.Value, "an incident there", "Acme"), Stop)).Refusal!.Code);
        Assert.Equal("not_found", (await stop.RunAsync(SecurityOperations, new(StopScope.Integration, Guid.NewGuid(), "an incident there"), Stop)).Refusal!.Code);
        Assert.True((await scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, Sync)).Succeeded);
        Assert.Equal("stopped_already", (await scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, Sync)).Refusal!.Code);
    }

    [Fact]
    public async Task StoppedIntegration_CannotSlipOut_RenamedClonedReshapedOrUnderItsOldIdentity()
    {
        await scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, Sync);
        var (staff, id) = (As(scene.Org.Staff, Role.IamStaff), scene.Org.Sync.Id);
        await using var db = scene.Portal.Db();
        var version = await db.Integrations.Where(i => i.Id == id).Select(i => i.Version).SingleAsync(Stop);
        var draft = new IntegrationDraft { Tenant = "home", Key = "hr-two", Name = "HR two", Purpose = "Does the same again.", Kind = "ScriptedAutomation", Environment = "Production", Identities = [new("urn:test", "hr-sync")] };
        Refusal?[] refused =
        [
            (await scene.Portal.Get<ChangeIntegration>().RunAsync(staff, id, version, draft, Stop)).Refusal,
            (await scene.Portal.Get<CloneIntegration>().RunAsync(staff, id, "hr-two", "HR two", Stop)).Refusal,
            (await scene.Portal.Get<AddWorkload>().RunAsync(staff, id, new DraftIdentity("urn:test", "hr-two"), Stop)).Refusal,
            (await scene.Portal.Get<RetireWorkload>().RunAsync(staff, id, scene.Org.Workload.Id, Stop)).Refusal,
            (await scene.Portal.Get<AddPath>().RunAsync(staff, id, new DraftPath("orders-db", "group.add_member", "writers"), Stop)).Refusal,
        ];
        Assert.All(refused, refusal => Assert.Equal("stopped", refusal?.Code));
        Assert.True((await scene.Portal.Get<RetireIntegration>().RunAsync(staff, id, "It was an attack", Stop)).Succeeded);
        Assert.Equal("identity_taken", (await scene.Portal.Get<RegisterIntegration>().RunAsync(staff, draft, null, Stop)).Refusal!.Code);
    }

    [Fact]
    public async Task Stopped_OwnersAndSecurityOperationsAreToldAtOnce()
    {
        await scene.Portal.ArrangeAsync(db => db.Add(SeenRole.Of(scene.Org.Staff.Id, Role.SecurityOperations, scene.Portal.Now)));
        await scene.Portal.StopAsync(As(scene.Org.Bea), StopScope.Integration, Sync);
        await scene.Portal.SweepAsync();
        await using var db = scene.Portal.Db();
        var told = await db.Notices.Where(n => n.Kind == ReminderKind.ThingStopped).Select(n => n.PersonId).ToListAsync(Stop);
        // Nora owns the target where something is left to be done by hand.
        Assert.Equal(new[] { scene.Org.Bea.Id, scene.Org.Ian.Id, scene.Org.Staff.Id, scene.Org.Nora.Id }.ToHashSet(), told.ToHashSet());
    }

    private Task<int> RemoveAsync() => scene.Portal.Get<CarryOutRemovals>().RunAsync(Stop);

    private async Task<bool> IsFoundAsync()
    {
        await scene.Portal.Get<EvaluateFindings>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        return await db.Findings.AnyAsync(f => f.Rule == "stop_not_confirmed" && f.ClosedAt == null, Stop);
    }
}
