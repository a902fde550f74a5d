using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Connectors.Tests;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Stops;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Requests;
using NhiPortal.Features.Rotations;
using NhiPortal.Tests.Features.Credentials;
using NhiPortal.Tests.Features.Stops;
using static NhiPortal.Tests.Features.Executions.BrokeredScene;

namespace NhiPortal.Tests.Features.Executions;

/// <summary>From the owners' approval to the administrator on a real target and back, with the target pulled away twice in the middle.</summary>
public abstract class RealTargetStory<TTarget>(TTarget target) : RotationOnTarget<TTarget>(target) where TTarget : class, IRotatingTarget
{
    [Fact]
    public async Task Approved_IsAdministratorThereUntilTheGrantEnds_ThroughTwoOutages()
    {
        using var cable = new Cable(Target.Acting);
        await using var scene = await BrokeredScene.StartAsync(cable.Settings with { TimeoutSeconds = 5 });
        cable.Pull();
        var request = await scene.GrantAsync(CreateAdmin("adm-story"));
        await scene.CarryOutAsync();
        var away = await scene.ReadAsync(request);
        Assert.Equal((ExecutionState.Applying, AttemptOutcome.Failed), (away.State, Assert.Single(away.Attempts).Outcome));
        Assert.Equal(Seen.Nothing, await Target.LookAsync("adm-story"));

        cable.Plug();
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(10));
        await scene.CarryOutAsync();
        var applied = await scene.ReadAsync(request);
        Assert.True(applied.State == ExecutionState.Applied, applied.Trouble);
        Assert.Equal(new(true, true, false, true), await Target.LookAsync("adm-story"));

        cable.Pull();
        await scene.ExpireAsync();
        await scene.LosePatienceAsync();
        var stuck = await scene.ReadAsync(request);
        Assert.Equal(ExecutionState.Reverting, stuck.State);
        Assert.NotNull(stuck.StuckSince);
        await scene.Portal.Get<EvaluateFindings>().RunAsync(Stop);
        await using (var db = scene.Portal.Db())
            Assert.True(await db.Findings.AnyAsync(f => f.Rule == "revocation_not_confirmed" && f.ClosedAt == null, Stop));
        var shown = await scene.Portal.Get<RequestDetailQuery>().RunAsync(SmallOrganisation.As(scene.Org.Sam), request.Value, Stop);
        Assert.Equal("Not taken back yet", shown!.Execution!.Words);
        Assert.True((await Target.LookAsync("adm-story")).Administrator);

        cable.Plug();
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(15));
        await scene.CarryOutAsync();
        var reverted = await scene.ReadAsync(request);
        Assert.True(reverted.State == ExecutionState.Reverted, reverted.Trouble);
        Assert.Equal(new(true, false, false, false), await Target.LookAsync("adm-story"));
        await scene.Portal.Get<EvaluateFindings>().RunAsync(Stop);
        await using (var db = scene.Portal.Db())
            Assert.False(await db.Findings.AnyAsync(f => f.Rule == "revocation_not_confirmed" && f.ClosedAt == null, Stop));
    }

    [Fact]
    public async Task Approved_AndMadeByHandMeanwhile_IsShownBeforeAndAfterAndComesBackUntouched()
    {
        await using var scene = await BrokeredScene.StartAsync(Target.Acting);
        var call = CreateAdmin("adm-drift");
        var asked = (await scene.AskAsync(call)).Value.Id;
        var look = await scene.Portal.Get<TargetStateQuery>().RunAsync(SmallOrganisation.As(scene.Org.Sam), asked, LookFor.Card, Stop);
        Assert.True(look!.Sight!.Shown is not null, look.Sight.Fault);
        var rows = StateRow.Of(look.Sight, scene.Portal.Get<ConfiguredConnectors>().KindOf("corp-directory"), lent: true);
        Assert.Equal([("does not exist", "exists"), ("-", "on"), ("no", "yes")], rows.Take(3).Select(row => (row.Now, row.After)));

        await scene.GrantAsync(call);
        var byHand = (IActingConnector)scene.Portal.Get<ConfiguredConnectors>().Open("corp-directory");
        await byHand.ApplyAsync(TargetChange.Meaning("account.create", "adm-drift", "{}").Value, "by hand", Stop);
        await scene.CarryOutAsync();
        Assert.Equal((ExecutionState.NotDone, true), ((await scene.ReadAsync(asked)).State, (await scene.ReadAsync(asked)).Drifted));
        Assert.Equal(new(true, true, false, false), await Target.LookAsync("adm-drift"));
        await scene.Portal.Get<ReturnChanged>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        var change = Assert.Single((await db.Requests.AsNoTracking().SingleAsync(r => r.FollowsId == asked, Stop)).Changes);
        Assert.Equal(("no such account", "enabled, no administrator"), (change.Before, change.After));
        await byHand.ApplyAsync(TargetChange.Meaning("account.delete", "adm-drift", "{}").Value, "by hand", Stop);
    }

}

public sealed class OnOpenLdapTests(ActingSlapdTarget target) : RealTargetStory<ActingSlapdTarget>(target);

public sealed class OnActiveDirectoryTests(SambaTarget target) : RealTargetStory<SambaTarget>(target);

public sealed class OnPostgresTests(PostgresTarget target) : RealTargetStory<PostgresTarget>(target)
{
    [Fact]
    public async Task Rotated_ByProgramsKilledAfterEveryCommit_EndsTheSame()
    {
        await using var scene = await ThroughScene.SetAsync(Target.Acting, Target.Acting);
        var old = await scene.ArrangeAsync("svc-killed", Target.Group);
        var rotation = await scene.StartAsync(new("svc-killed", true, 0));
        for (var commits = 0; (await scene.ReadAsync(rotation)).State != RotationState.Closed; commits++)
        {
            Assert.True(commits < 20, (await scene.ReadAsync(rotation)).Trouble);
            await using var life = scene.Portal.Second(new Dying(commits));
            await life.Get<RotateDue>().RunAsync(Stop);
            // What the dead one had taken is free again.
            scene.Portal.Time.Advance(Execution.Claim + TimeSpan.FromSeconds(1));
        }

        Assert.Equal((false, true), (await Target.EnterAsync("svc-killed", old), await Target.EnterAsync("svc-killed-b", scene.InVault().Secret)));
        Assert.Equal([RotationStep.Staged, RotationStep.NewVerified, RotationStep.Switched, RotationStep.OldDead, RotationStep.Closed],
            (await scene.ReadAsync(rotation)).Attempts.Where(attempt => attempt.Succeeded).OrderBy(attempt => attempt.Number).Select(attempt => attempt.Step));
        Assert.Equal(new(true, true, true, false), await Target.LookAsync("svc-killed-b"));
    }

    [Fact]
    public async Task Due_BegunByTheJob_TheNewOneEntersAndTheOldOneIsRefused_AndARoleThatOwnsThingsIsLeftToItsOwner()
    {
        await using var scene = await ThroughScene.SetAsync(Target.Acting, Target.Acting);
        var old = await scene.ArrangeAsync("svc-itself", Target.Group);
        await scene.BeginByItselfAsync("svc-itself");
        Assert.Equal(1, await scene.BeginDueAsync());
        await scene.RotateAsync();
        Assert.Equal((true, true), (await Target.EnterAsync("svc-itself", old), await Target.EnterAsync("svc-itself-b", scene.InVault().Secret)));
        scene.Portal.Time.Advance(TimeSpan.FromHours(48));
        await scene.RotateAsync();
        var done = Assert.Single(await scene.RotationsAsync());
        Assert.True(done.State == RotationState.Closed, done.Trouble);
        Assert.Equal((false, true), (await Target.EnterAsync("svc-itself", old), await Target.EnterAsync("svc-itself-b", scene.InVault().Secret)));

        // Its successor goes on by the same schedule, from the account it has now; what its turn cannot do without a gap waits for its owner.
        Assert.Equal(0, await scene.BeginDueAsync());
        await Target.OwnSomethingAsync("svc-itself-b");
        scene.Portal.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await scene.BeginDueAsync());
        Assert.Contains("owns things", (await scene.CredentialAsync(done.SuccessorId!.Value)).NotStarted, StringComparison.Ordinal);

        // The kill switch finds the account by the name it has now.
        var read = await scene.Portal.Get<DiscoverAccounts>().RunAsync(SmallOrganisation.As(scene.Org.Staff, Role.IamStaff), "corp-directory", false, Stop);
        Assert.True(read.Succeeded, read.Refusal?.Sentence);
        await using (var db = scene.Portal.Db())
            Assert.False(await db.Candidates.AnyAsync(c => c.AccountName == "svc-itself-b" && c.Status == CandidateStatus.Open, Stop));
        await scene.Portal.StopAsync(SmallOrganisation.As(scene.Org.Nora, Role.SecurityOperations), StopScope.Integration, scene.Org.Sync.Id.Value);
        await scene.Portal.SweepAsync();
        await scene.Portal.Get<CarryOutRemovals>().RunAsync(Stop);
        Assert.False(await Target.EnterAsync("svc-itself-b", scene.InVault().Secret));
    }

    [Fact]
    public async Task Rehearsed_RoleThatOwnsThings_HasNoOverlap_AndNobodyElsesAccountIsTakenOver()
    {
        await using var scene = await ThroughScene.SetAsync(Target.Acting, Target.Acting);
        await scene.ArrangeAsync("svc-maker", null);
        await Target.OwnSomethingAsync("svc-maker");
        Assert.Contains("owns things", (await scene.RehearseAsync("svc-maker")).WhyAlone, StringComparison.Ordinal);
        await scene.ArrangeAsync("svc-guest", null);
        await scene.ArrangeAsync("svc-guest-b", null);
        Assert.Contains("Rename or remove it", (await scene.RehearseAsync("svc-guest")).WhyAlone, StringComparison.Ordinal);
        var rotation = await scene.StartAsync(new("svc-guest", true, 0));
        await scene.RotateAsync();
        var refused = await scene.ReadAsync(rotation);
        Assert.Equal((RotationStep.Planned, RotationState.Failed, false), (refused.Reached, refused.State, refused.Touched));
        await scene.Portal.Get<EvaluateFindings>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        Assert.True(await db.Findings.AnyAsync(f => f.Rule == "rotation_not_confirmed" && f.ClosedAt == null, Stop));
    }
}
