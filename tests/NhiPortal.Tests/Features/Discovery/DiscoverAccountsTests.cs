using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Discovery;

namespace NhiPortal.Tests.Features.Discovery;

public sealed class DiscoverAccountsTests : IAsyncLifetime
{
    private DiscoveryScene scene = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => scene = await DiscoveryScene.SetAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Read_NewAccounts_BecomeCandidatesWithTheirLikelyOwner()
    {
        scene.Write("1,svc-backup,service,false,Signs in.,ask nora@home.example", "2,adm,person,true,Administers all.,", "3,lina,person,false,Signs in.,");
        var read = await scene.ReadAsync();
        Assert.Equal(new DiscoveryOutcome(3, 2, 0), read.Value);
        var page = await scene.ListAsync();
        Assert.Equal(["adm", "svc-backup"], page.Rows.Select(row => row.Account));
        Assert.Equal(["Nora"], page.Rows.Select(row => row.LikelyOwner).OfType<string>());
        Assert.All(page.Rows, row => Assert.Equal(scene.Portal.Now, row.LastSeen));
    }

    [Fact]
    public async Task Read_AccountTheRegisterKnows_IsExplained_UntilItsIdentityIsRetired()
    {
        var identity = WorkloadIdentity.Create(scene.Org.Sync.Id, WorkloadIdentity.OnTarget("corp-directory"), "svc-hr", scene.Portal.Now);
        await scene.Portal.ArrangeAsync(db => db.Add(identity));
        // The second has a name that looks the same.
        scene.Write("1,svc-hr,service,true,Administers.,", "2,svc-\u202Ehr,service,true,Administers.,", "3,SVC-HR,service,true,Administers.,");
        await scene.ReadAsync();
        Assert.Equal(["SVC-HR", "svc-hr"], (await scene.ListAsync()).Rows.Select(row => row.Account).Order(StringComparer.Ordinal));
        Assert.Equal("hr-sync", Assert.Single((await scene.ListAsync(new() { Show = "adopted" })).Rows).Integration);

        await scene.Portal.ArrangeAsync(db => db.Workloads.Single(w => w.Id == identity.Id).Retire(scene.Portal.Now));
        await scene.ReadAsync();
        Assert.Equal(3, (await scene.ListAsync()).Total);
    }

    [Fact]
    public async Task Read_AccountGoneAndBack_ChangesItsStatusOnly()
    {
        scene.Write("1,a,,,,", "2,b,,,,");
        await scene.ReadAsync();
        scene.Write("1,a,,,,");
        Assert.Equal(1, (await scene.ReadAsync()).Value.Gone);
        Assert.Equal("b", Assert.Single((await scene.ListAsync(new() { Show = "gone" })).Rows).Account);
        scene.Write("1,a,,,,", "2,b,,,,");
        Assert.Equal(new DiscoveryOutcome(2, 0, 0), (await scene.ReadAsync()).Value);
        Assert.Equal(2, (await scene.ListAsync()).Total);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1,a,,,,\n1,b,,,,\n")]
    [InlineData("1,a,,,,\n2,b")]
    public async Task Read_BrokenOrEmptyFile_ChangesNothingAndIsRecorded(string lines)
    {
        scene.Write("1,a,,,,", "2,b,,,,", "3,c,,,,");
        await scene.ReadAsync();
        var before = await SnapshotAsync();
        await File.WriteAllTextAsync(Path.Combine(scene.Portal.Folder, "accounts.csv"), "id,account,kind,administrator,can,owner\n" + lines, Cancellation);
        Assert.False((await scene.ReadAsync()).Succeeded);
        Assert.Equal(before, await SnapshotAsync());
        await using var db = scene.Portal.Db();
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == DiscoverAccounts.Failed, Cancellation));
        Assert.NotNull((await db.Readings.SingleAsync(Cancellation)).LastFault);
    }

    [Fact]
    public async Task Read_MostAccountsMissing_IsNotBelievedUntilSomebodySaysSo()
    {
        scene.Write([.. Enumerable.Range(1, 20).Select(n => $"{n},a{n},,,,")]);
        await scene.ReadAsync();
        var before = await SnapshotAsync();
        scene.Write([.. Enumerable.Range(1, 9).Select(n => $"{n},a{n},,,,")]);
        Assert.Equal("too_few", (await scene.ReadAsync()).Refusal?.Code);
        // As many as before, but others: a filter went wrong.
        scene.Write([.. Enumerable.Range(100, 20).Select(n => $"{n},x{n},,,,")]);
        Assert.Equal("too_few", (await scene.ReadAsync()).Refusal?.Code);
        Assert.Equal(before, await SnapshotAsync());

        scene.Write([.. Enumerable.Range(1, 9).Select(n => $"{n},a{n},,,,")]);
        Assert.Equal(11, (await scene.ReadAsync(acceptFewer: true)).Value.Gone);
    }

    [Fact]
    public async Task Read_TargetWithoutConnector_IsRefused() => Assert.Equal(
        "no_connector", (await scene.Portal.Get<DiscoverAccounts>().RunAsync(scene.Staff, "orders-db", false, Cancellation)).Refusal?.Code);

    [Fact]
    public async Task Dismissed_WhenItsTimeIsOver_ComesBack()
    {
        scene.Write("1,a,,true,,");
        await scene.ReadAsync();
        var id = Assert.Single((await scene.ListAsync()).Rows).Id;
        Assert.True((await scene.Portal.Get<DismissCandidates>().RunAsync(scene.Staff, [id], "Built in, nobody uses it", scene.Portal.Now.AddDays(30), Cancellation)).Succeeded);
        await scene.ReadAsync();
        Assert.Equal(0, (await scene.ListAsync()).Total);
        scene.Portal.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(CandidateStatus.Open, Assert.Single((await scene.ListAsync()).Rows).Status);
        await scene.ReadAsync();
        Assert.Null(Assert.Single((await scene.ListAsync()).Rows).Reason);
    }

    [Fact]
    public async Task Read_MoreThanOneBatch_IsKeptOnce()
    {
        scene.Write([.. Enumerable.Range(1, 5_000).Select(n => $"{n},svc-{n},service,{(n % 100 == 0 ? "true" : "false")},,")]);
        await scene.ReadAsync();
        var before = await SnapshotAsync();
        await scene.ReadAsync();
        Assert.Equal(5_000, (await scene.ListAsync()).Total);
        Assert.Equal(before, await SnapshotAsync());
    }

    private async Task<List<(string Account, CandidateStatus Status, DateTimeOffset? GoneAt, int Version)>> SnapshotAsync()
    {
        await using var db = scene.Portal.Db();
        return [.. (await db.Candidates.AsNoTracking().OrderBy(c => c.AccountId).ToListAsync(Cancellation)).Select(c => (c.AccountId, c.Status, c.GoneAt, c.Version))];
    }
}
