using System.Diagnostics;
using NhiPortal.Domain.Discovery;

namespace NhiPortal.Connectors.Tests;

/// <summary>What every connector must do, on a real target.</summary>
public abstract class ConnectorContract<TTarget>(TTarget target) : IClassFixture<TTarget> where TTarget : class, ITarget
{
    protected TTarget Target => target;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What stands for <see cref="Accounts.Hostile"/> where no account may be called that.</summary>
    protected virtual string Hostile => Accounts.Hostile;

    /// <summary>False where the target has no place to say who answers for an account.</summary>
    protected virtual bool TellsOwners => true;

    [Fact]
    public async Task Read_SmallTarget_ShowsEveryAccountExactlyAsItIs()
    {
        var accounts = await ReadAsync(target.Settings);
        Assert.Empty(Accounts.All.Select(name => name == Accounts.Hostile ? Hostile : name).Except(accounts.Select(account => account.Name)));
        Assert.Equal(accounts.Count, accounts.Select(account => account.Id).Distinct().Count());
        Assert.All(accounts, account => Assert.False(string.IsNullOrWhiteSpace(account.CanDo)));
    }

    [Fact]
    public async Task Read_Administrators_AreToldFromTheRest()
    {
        var accounts = (await ReadAsync(target.Settings)).ToDictionary(account => account.Name);
        Assert.True(accounts[Accounts.Nested] is { Administrator: true, Enabled: true, Roles.Count: > 0 });
        Assert.True(accounts[Accounts.Disabled] is { Administrator: true, Enabled: false });
        Assert.True(accounts[Accounts.Service] is { Administrator: false, Enabled: true });
        Assert.False(accounts[Hostile].Administrator);
        if (TellsOwners)
            Assert.Contains(Accounts.Owner, accounts[Accounts.Service].OwnerHint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Again_ShowsTheSame() =>
        Assert.Equal((await ReadAsync(target.Settings)).Select(account => (account.Id, account.Name)), (await ReadAsync(target.Settings)).Select(account => (account.Id, account.Name)));

    [Fact]
    public async Task Read_Troubles_AreFaultsThatSayWhetherToTryAgain()
    {
        foreach (var (trouble, settings, retryable) in target.Troubles)
        {
            var waited = Stopwatch.StartNew();
            var fault = await FaultAsync(settings);
            Assert.True(fault.Retryable == retryable, $"{trouble}: {fault.Message}");
            Assert.True(waited.Elapsed < settings.Timeout + TimeSpan.FromSeconds(10), $"{trouble} took {waited.Elapsed}");
            if (trouble == "JSON of something else" && ConnectorRegistration.Of(settings.Kind)!.Make(settings, TimeProvider.System) is IActingConnector acting)
                Assert.False((await Assert.ThrowsAsync<ConnectorFault>(() => acting.ReadStateAsync(new() { Account = Accounts.Nested, Enabled = false }, TestContext.Current.CancellationToken))).Retryable);
            if (settings.Secret is { Length: > 0 } secret)
                Assert.DoesNotContain(secret, fault.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Read_FiftyThousand_ReadsThemAll()
    {
        var settings = await target.ManyAsync(Cancellation);
        var (before, started, count) = (GC.GetTotalAllocatedBytes(), Stopwatch.StartNew(), 0);
        await foreach (var _ in Connect(settings).ReadAccountsAsync(Cancellation))
            count++;
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} accounts in {started.ElapsedMilliseconds} ms, {(GC.GetTotalAllocatedBytes() - before) / count} bytes allocated for each");
        Assert.InRange(count, Accounts.Many, Accounts.Many + 10);
    }

    [Fact]
    public async Task Read_EndsHalfWay_IsAFaultAndNeverAShortList() => Assert.True((await FaultAsync(await target.CutAsync(Cancellation))).Retryable);

    [Fact]
    public async Task Read_FallsSilentHalfWay_IsAFaultInTime()
    {
        if (await target.SilentAsync(Cancellation) is not { } settings)
            return;
        var waited = Stopwatch.StartNew();
        Assert.True((await FaultAsync(settings)).Retryable);
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, settings.Timeout + TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Read_Cancelled_StopsAtOnce()
    {
        var settings = await target.ManyAsync(Cancellation);
        using var stop = new CancellationTokenSource();
        var waited = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Connect(settings).ReadAccountsAsync(stop.Token))
                await stop.CancelAsync();
        });
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    protected static IConnector Connect(ConnectorSettings settings) => ConnectorRegistration.Of(settings.Kind)!.Make(settings, TimeProvider.System);

    protected static async Task<List<FoundAccount>> ReadAsync(ConnectorSettings settings)
    {
        Assert.Empty(ConnectorRegistration.Of(settings.Kind)!.Check(settings));
        var accounts = new List<FoundAccount>();
        await foreach (var account in Connect(settings).ReadAccountsAsync(Cancellation))
            accounts.Add(account);
        return accounts;
    }

    protected static Task<ConnectorFault> FaultAsync(ConnectorSettings settings) => Assert.ThrowsAsync<ConnectorFault>(async () =>
    {
        await foreach (var _ in Connect(settings).ReadAccountsAsync(Cancellation))
        {
        }
    });
}
