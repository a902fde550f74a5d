using NhiPortal.Connectors.Tests;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Reconciliation;
using NhiPortal.Tests.Features.Executions;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reconciliation;

/// <summary>On a real server: somebody makes an administrator around the portal, one run finds it, and it is taken away and seen to be gone.</summary>
public abstract class AdministratorByHand<TTarget>(TTarget target) : IClassFixture<TTarget> where TTarget : class, IActingTarget
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddedByHand_IsUnexplainedWithinOneRun_WhatThePortalDidIsExplained_AndRevokingIsConfirmedThere()
    {
        await using var scene = await BrokeredScene.StartAsync(target.Acting);
        await scene.GrantAsync(BrokeredScene.CreateAdmin("adm-granted"));
        await scene.CarryOutAsync();
        // By the connector's own hand, but without the portal: no grant, no execution, nothing on record.
        var byHand = (Connectors.IActingConnector)scene.Portal.Get<ConfiguredConnectors>().Open("corp-directory");
        await byHand.ApplyAsync(TargetChange.Meaning("account.create_admin", "adm-byhand", "{}").Value, "by-hand", Stop);
        Assert.True((await target.LookAsync("adm-byhand")).Administrator);

        var staff = As(scene.Org.Staff, Role.IamStaff);
        var read = await scene.Portal.Get<DiscoverAccounts>().RunAsync(Actor.Rule("discover accounts"), "corp-directory", false, Stop);
        Assert.True(read.Succeeded, read.Refusal?.Sentence);
        var board = await scene.Portal.Get<ReconciliationQuery>().RunAsync(staff, new() { Show = "all" }, 0, 200, Stop);
        Assert.Contains(board.Lines, line => line is { Account: "adm-granted", Class: PrivilegeClass.Explained });
        var found = board.Lines.First(line => line is { Account: "adm-byhand", Class: PrivilegeClass.Unexplained, Holder.Length: > 0 });

        var revoked = await scene.Portal.Get<RevokePrivilege>().RunAsync(staff, found.Id, false, "Nobody can explain it", Stop);
        Assert.True(revoked.Succeeded, revoked.Refusal?.Sentence);
        await scene.Portal.Get<CarryOutRemovals>().RunAsync(Stop);
        var after = (await scene.Portal.Get<ReconciliationQuery>().RunAsync(staff, new() { Show = "all" }, 0, 200, Stop)).Lines.Single(line => line.Id == found.Id);
        Assert.True(after.Removal == RemovalState.Confirmed, after.RemovalTrouble);
        Assert.False((await target.LookAsync("adm-byhand")).Administrator);
    }
}

public sealed class ByHandOnOpenLdapTests(ActingSlapdTarget target) : AdministratorByHand<ActingSlapdTarget>(target);

public sealed class ByHandOnActiveDirectoryTests(SambaTarget target) : AdministratorByHand<SambaTarget>(target);

public sealed class ByHandOnPostgresTests(PostgresTarget target) : AdministratorByHand<PostgresTarget>(target);
