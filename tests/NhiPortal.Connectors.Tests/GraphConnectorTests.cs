using Microsoft.Extensions.Time.Testing;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors.Tests;

public sealed class GraphConnectorTests(GraphTarget target) : ConnectorContract<GraphTarget>(target)
{
    [Fact]
    public async Task Read_Principals_ShowsSecretsRolesAndPeopleWhoHoldThem()
    {
        var accounts = (await ReadAsync(Target.Settings)).ToDictionary(account => account.Name);
        Assert.Equal((new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)), (accounts[Accounts.Service].SecretSetAt, accounts[Accounts.Service].SecretEndsAt));
        Assert.Contains("0 client secrets and 1 certificates", accounts[Accounts.Service].CanDo, StringComparison.Ordinal);
        Assert.Equal([GraphTarget.Admin], accounts[Accounts.Nested].Roles);
        Assert.True(accounts["ada@home.example"] is { Kind: AccountKind.Person, Administrator: true });
        Assert.True(accounts["Operators"] is { Administrator: true });
    }

    [Fact]
    public async Task Read_OneOfMicrosoftsOwn_IsListedOnlyWhenItHoldsSomething() =>
        Assert.DoesNotContain(await ReadAsync(await Target.ManyAsync(Cancellation)), account => account.Name == "svc-0");

    [Fact]
    public async Task Read_Throttled_WaitsAsToldAndGoesOn()
    {
        var time = new FakeTimeProvider();
        Target.Throttled = (1, "7");
        var reading = ((IConnector)new GraphConnector(Target.Settings, time)).ReadAccountsAsync(Cancellation).ToListAsync(Cancellation).AsTask();
        while (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, Cancellation);
        }

        Assert.NotEmpty(await reading);
        Assert.True(time.GetUtcNow() - time.Start >= TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Read_ThrottledForLongerThanIsWaited_IsAFaultToRetry()
    {
        Target.Throttled = (1, "600");
        Assert.True((await FaultAsync(Target.Settings)).Retryable);
    }

    [Fact]
    public async Task Read_ServiceInTrouble_IsAFaultToRetryAndNeverAShortList()
    {
        Target.Broken = 1;
        Assert.True((await FaultAsync(Target.Settings)).Retryable);
        Assert.NotEmpty(await ReadAsync(Target.Settings));
    }
}

public sealed class GraphActingTests(GraphTarget target) : ActingContract<GraphTarget>(target)
{
    /// <summary>Client ids are given by the directory, so that none is made by its name.</summary>
    protected override Task MakeAsync(string account) => Task.FromResult(Target.Store.Add(account));

    protected override TargetChange CreateAdmin(string account)
    {
        Target.Store.Add(account, enabled: false);
        return new() { Account = account, Enabled = true, Member = true, Held = HeldKind.Administrators };
    }

    [Fact]
    public async Task Account_ToBeMade_IsRefused() =>
        Assert.True((await Assert.ThrowsAsync<ConnectorFault>(() => ApplyAsync(Meaning("account.create", "made-up")))).Impossible);

    [Fact]
    public async Task Own_Client_IsNeverChanged()
    {
        await MakeAsync(GraphTarget.Portal);
        Assert.True((await Assert.ThrowsAsync<ConnectorFault>(() => ApplyAsync(Meaning("account.disable", GraphTarget.Portal)))).Impossible);
    }

    [Fact]
    public async Task Role_ShownLate_IsGivenOnceAndTakenAwayInTheEnd()
    {
        var service = Target.Store.Add("late");
        var give = Meaning("role.grant", Target.Group, "late");
        await ApplyAsync(give);
        Target.Store.Stale = 2;
        Assert.False(give.IsMetBy(await ReadAsync(give)));
        await ApplyAsync(give);
        Assert.True(give.IsMetBy(await ReadAsync(give)));
        var back = give.GivenBack(new() { Exists = true, Enabled = true })!;
        await ApplyAsync(back);
        Target.Store.Stale = 1;
        Assert.False(back.IsMetBy(await ReadAsync(back)));
        await ApplyAsync(back);
        Assert.True(back.IsMetBy(await ReadAsync(back)));
        Assert.False(Target.Store.Holds(service.Id, "r-group"));
    }

    [Fact]
    public async Task Role_ServiceThatLies_IsSeenByLooking()
    {
        await MakeAsync("believed");
        Target.Store.Lies = true;
        var give = Meaning("role.grant", Target.Group, "believed");
        await ApplyAsync(give);
        Target.Store.Lies = false;
        Assert.False(give.IsMetBy(await ReadAsync(give)));
    }

    [Fact]
    public async Task Role_ForAPartOfTheDirectory_IsNotTheWholeAndIsTakenAwayAllTheSame()
    {
        Target.Store.Assign(Target.Store.Add("scoped").Id, "r-group", "/administrativeUnits/1");
        Assert.False((await ReadAsync(Meaning("role.grant", Target.Group, "scoped"))).Member);
        Assert.True((await ReadAsync(Meaning("role.revoke", Target.Group, "scoped"))).Member);
        await ApplyAsync(Meaning("role.revoke", Target.Group, "scoped"));
        Assert.False((await Target.LookAsync("scoped")).Member);
    }

    [Fact]
    public async Task Role_OfAPerson_IsTakenAwayById()
    {
        Target.Store.Assign("u1", "r-group", "/");
        var take = new TargetChange { Account = "ada@home.example", Id = "u1", Member = false, Held = HeldKind.Group, Holder = Target.Group };
        Assert.True((await ReadAsync(take)).Member);
        await ApplyAsync(take);
        Assert.True(take.IsMetBy(await ReadAsync(take)));
        Assert.False(Target.Store.Holds("u1", "r-group"));
    }

    [Fact]
    public async Task Secrets_TwoLiveUntilTheOthersAreTakenAway()
    {
        var service = Target.Store.Add("twin");
        service.Secrets.Add(("old-key", "by hand", "old-secret"));
        var connector = (ITwinSecretConnector)Connect(Target.Acting);
        var made = new List<string>();
        for (var tries = 0; tries < 2; tries++)
            await connector.AddSecretAsync("twin", "ours", (given, _) => { made.Add(given); return Task.CompletedTask; }, Cancellation);
        Assert.Equal((true, false, true), (await EntersAsync("old-secret"), await EntersAsync(made[0]), await EntersAsync(made[1])));
        await Assert.ThrowsAsync<ConnectorFault>(() => connector.RemoveOtherSecretsAsync("twin", "not there", Cancellation));
        Assert.Equal(2, (await connector.LookAsync("twin", Cancellation)).Secrets);
        Assert.Equal(0, await connector.RemoveOtherSecretsAsync("twin", "ours", Cancellation));
        Assert.Equal((false, true), (await EntersAsync("old-secret"), await EntersAsync(made[1])));

        Task<bool> EntersAsync(string secret) => connector.SignsInAsync("twin", secret, Cancellation);
    }
}
