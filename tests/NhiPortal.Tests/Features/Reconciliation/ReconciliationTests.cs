using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Reconciliation;
using NhiPortal.Tests.Features.Discovery;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reconciliation;

/// <summary>From a reading to what people do about it, on a file that a test writes.</summary>
public sealed class ReconciliationTests : IAsyncLifetime
{
    private DiscoveryScene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor Nora => As(scene.Org.Nora, Role.SecurityOperations);

    public async ValueTask InitializeAsync() => scene = await DiscoveryScene.SetAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Reading_ClassesEachAdministrator_KeepsTheHistory_AndOpensFindings()
    {
        await scene.Portal.ArrangeAsync(db => db.Add(WorkloadIdentity.Create(scene.Org.Sync.Id, WorkloadIdentity.OnTarget("corp-directory"), "svc-hr", scene.Portal.Now)));
        scene.Write("1,svc-hr,service,true,,", "2,mallory,person,true,,", "3,svc-plain,service,false,,");
        await scene.ReadAsync();

        var board = await BoardAsync();
        Assert.Equal([("mallory", PrivilegeClass.Unexplained), ("svc-hr", PrivilegeClass.NeverApproved)], board.Lines.Select(l => (l.Account, l.Class)));
        Assert.Equal((1, 1), (board.Targets[0].Counts[PrivilegeClass.Unexplained], board.Targets[0].Counts[PrivilegeClass.NeverApproved]));
        await scene.Portal.Get<EvaluateFindings>().RunAsync(Stop);
        Assert.All((await BoardAsync()).Lines, line => Assert.NotNull(line.Finding));

        scene.Write("1,svc-hr,service,true,,", "3,svc-plain,service,false,,");
        scene.Portal.Time.Advance(TimeSpan.FromDays(1));
        await scene.ReadAsync();
        Assert.Equal("svc-hr", Assert.Single((await BoardAsync()).Lines).Account);
        Assert.Equal([1, 0], (await BoardAsync(new() { TargetKey = "corp-directory" })).History.Select(run => run.Unexplained));
        Assert.NotNull(Assert.Single((await BoardAsync(new() { Show = "gone" })).Lines).GoneAt);
    }

    [Fact]
    public async Task LiveGrantOfTheAccountsIntegration_ExplainsIt_AsLongAsItLives()
    {
        await scene.Portal.ArrangeAsync(db => db.Add(WorkloadIdentity.Create(scene.Org.Sync.Id, WorkloadIdentity.OnTarget("corp-directory"), "svc-hr", scene.Portal.Now)));
        var request = await scene.Org.AskAsync();
        await scene.Org.ApproveAsync(scene.Org.Sam, request);
        await scene.Org.ApproveAsync(scene.Org.Ian, request);
        scene.Write("1,svc-hr,service,true,,");
        await scene.ReadAsync();
        Assert.Equal(request, Assert.Single((await BoardAsync(new() { Show = "Explained" })).Lines).Request);
        scene.Portal.Time.Advance(TimeSpan.FromHours(1));
        await scene.ReadAsync();
        Assert.Equal(PrivilegeClass.NeverApproved, Assert.Single((await BoardAsync()).Lines).Class);
    }

    [Fact]
    public async Task Explained_CountsOnceASecondPersonAgrees_AndEndsOnItsDay()
    {
        var id = await UnexplainedAsync();
        var (explain, agree) = (scene.Portal.Get<ExplainPrivilege>(), scene.Portal.Get<AgreePrivilege>());
        var ask = new ExplanationAsk("nora@home.example", "Her own account for the night shift", scene.Portal.Now.AddDays(30));
        Assert.Equal("unknown_integration", (await explain.RunAsync(scene.Staff, id, ask with { Whose = "nothing" }, Stop)).Refusal!.Code);
        Assert.Equal("until_out_of_bounds", (await explain.RunAsync(scene.Staff, id, ask with { Until = scene.Portal.Now.AddDays(400) }, Stop)).Refusal!.Code);
        Assert.True((await explain.RunAsync(scene.Staff, id, ask, Stop)).Succeeded);
        var read = Assert.Single((await BoardAsync()).Lines);
        var seen = read.Version;
        Assert.Equal(PrivilegeClass.Unexplained, read.Class);
        Assert.Equal("own_explanation", (await agree.RunAsync(scene.Staff, id, seen, Stop)).Refusal!.Code);
        Assert.Equal("own_privilege", (await agree.RunAsync(Nora, id, seen, Stop)).Refusal!.Code);
        // Changed under the second person's hand: they agree to what they read.
        Assert.True((await explain.RunAsync(scene.Staff, id, ask with { Reason = "Her own account, for day and night" }, Stop)).Succeeded);
        Assert.Equal("changed_meanwhile", (await agree.RunAsync(As(scene.Org.Bea, Role.SecurityOperations), id, seen, Stop)).Refusal!.Code);
        Assert.True((await agree.RunAsync(As(scene.Org.Bea, Role.SecurityOperations), id, Assert.Single((await BoardAsync()).Lines).Version, Stop)).Succeeded);
        await scene.ReadAsync();
        Assert.Empty((await BoardAsync()).Lines);

        scene.Portal.Time.Advance(TimeSpan.FromDays(30));
        await scene.ReadAsync();
        Assert.Equal(PrivilegeClass.Unexplained, Assert.Single((await BoardAsync()).Lines).Class);
    }

    [Fact]
    public async Task TargetThatCannotBeRead_IsBlindAfterItsPeriod_AndSaysSo()
    {
        await UnexplainedAsync();
        File.Delete(Path.Combine(scene.Portal.Folder, "accounts.csv"));
        await scene.ReadAsync();
        Assert.False((await BoardAsync()).Targets[0].Blind);
        scene.Portal.Time.Advance(TimeSpan.FromHours(37));
        await scene.ReadAsync();
        Assert.True((await BoardAsync()).Targets[0].Blind);
        await scene.Portal.Get<EvaluateFindings>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        Assert.True(await db.Findings.AnyAsync(f => f.Rule == "connector_blind" && f.ClosedAt == null, Stop));
    }

    [Fact]
    public async Task Revoke_WhereThePortalOnlyReads_IsRefused() => Assert.Equal(
        "cannot_act", (await scene.Portal.Get<RevokePrivilege>().RunAsync(scene.Staff, await UnexplainedAsync(), true, "Nobody can explain it", Stop)).Refusal!.Code);

    [Fact]
    public async Task OtherTenant_SeesAndTouchesNothing()
    {
        var id = await UnexplainedAsync();
        var stranger = As(scene.Org.Stranger, Role.IamStaff, Role.SecurityOperations);
        Assert.Empty((await scene.Portal.Get<ReconciliationQuery>().RunAsync(stranger, new(), 0, 10, Stop)).Lines);
        Assert.Equal("not_found", (await scene.Portal.Get<AgreePrivilege>().RunAsync(stranger, id, 1, Stop)).Refusal!.Code);
    }

    [Fact]
    public async Task Page_ShowsTargetsAndLines_WithWhatCanBeDone()
    {
        await UnexplainedAsync();
        await using var page = await OpenAsync(scene.Portal, scene.Org.Staff, Role.IamStaff);
        var shown = page.Show<ReconciliationPage>("/reconciliation", "tbody .plain-button");
        Assert.Contains("Nobody can explain it", shown.Markup, StringComparison.Ordinal);
        Assert.Contains("mallory", shown.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Revoke…", shown.Markup, StringComparison.Ordinal);
    }

    private async Task<PrivilegeLineId> UnexplainedAsync()
    {
        scene.Write("2,mallory,person,true,,");
        await scene.ReadAsync();
        return Assert.Single((await BoardAsync()).Lines).Id;
    }

    private Task<ReconciliationBoard> BoardAsync(ReconciliationFilter? filter = null) => scene.Portal.Get<ReconciliationQuery>().RunAsync(scene.Staff, filter ?? new(), 0, 50, Stop);
}
