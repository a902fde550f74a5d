using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Connectors.Tests;
using NhiPortal.Domain.Executions;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Credentials;
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

public sealed class OnPostgresTests(PostgresTarget target) : RealTargetStory<PostgresTarget>(target);
