using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Findings;
using NhiPortal.Tests.Features.AccessRules;
using static NhiPortal.Tests.Features.Executions.BrokeredScene;

namespace NhiPortal.Tests.Features.Executions;

/// <summary>What the portal carried out is taken back as soon as it would not be allowed any more.</summary>
public sealed class TakeBackBarredTests : OnAdapter
{
    [Theory]
    [InlineData("suspended", "hr-sync is suspended.")]
    [InlineData("denied", "Access rule \"No administrators\" of version 1 denies it.")]
    [InlineData("no owner", "corp-directory has no accepted system owner")]
    public async Task Use_Barred_IsTakenBackConfirmedAndStaysAwayWhenTheBarIsLifted(string how, string why)
    {
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        Assert.Equal(0, await scene.Portal.Get<TakeBackBarred>().RunAsync(Stop));
        await BarAsync(how);
        Assert.Equal(1, await scene.Portal.Get<TakeBackBarred>().RunAsync(Stop));
        await scene.CarryOutAsync();
        Assert.Equal((ExecutionState.Reverted, false), ((await scene.ReadAsync(request)).State, adapter.Holds("adm-1", "admins")));
        await using var db = scene.Portal.Db();
        var grant = await db.Grants.AsNoTracking().SingleAsync(Stop);
        Assert.Equal(GrantStatus.Revoked, grant.Status);
        Assert.StartsWith(why, grant.EndReason, StringComparison.Ordinal);
        Assert.StartsWith(why, AuditBody.Parse((await db.AuditEvents.SingleAsync(e => e.Kind == "grant.revoked", Stop)).Body).Facts!["reason"], StringComparison.Ordinal);

        await LiftAsync(how);
        Assert.Equal((0, 0), (await scene.Portal.Get<TakeBackBarred>().RunAsync(Stop), await scene.CarryOutAsync()));
        Assert.False(adapter.Holds("adm-1", "admins"));
    }

    [Fact]
    public async Task TakingBack_NotConfirmed_IsAFinding()
    {
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        await BarAsync("suspended");
        adapter.Lies = true;
        await scene.Portal.Get<TakeBackBarred>().RunAsync(Stop);
        await scene.LosePatienceAsync();
        await scene.Portal.Get<EvaluateFindings>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        Assert.True(await db.Findings.AnyAsync(f => f.Rule == "revocation_not_confirmed" && f.ClosedAt == null, Stop));
        Assert.Equal(ExecutionState.Reverting, (await scene.ReadAsync(request)).State);
    }

    private async Task BarAsync(string how)
    {
        if (how == "denied")
            await scene.Portal.PublishAsync(scene.Org, """{"rules":[{"name":"No administrators","answer":"deny","when":{"equals":{"action.name":"account.create_admin"}}}]}""");
        else
            await scene.Portal.ArrangeAsync(db =>
            {
                if (how == "suspended")
                    db.Integrations.Single().Suspend("Looked at");
                else
                    db.Ownerships.Single(o => o.Role == OwnerRole.SystemOwner && o.TargetId == scene.Org.Directory.Id).End(OwnershipEnd.Ended, "Leaves the company", scene.Portal.Now);
            });
    }

    private async Task LiftAsync(string how)
    {
        if (how == "denied")
            await scene.Portal.PublishAsync(scene.Org, """{"rules":[]}""");
        else if (how == "suspended")
            await scene.Portal.ArrangeAsync(db => db.Integrations.Single().Resume("Looked at"));
    }
}
