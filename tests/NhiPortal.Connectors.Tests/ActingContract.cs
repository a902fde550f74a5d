using System.Text.Json;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors.Tests;

/// <summary>What every connector that changes its target must do, on a real one, seen by a client of its own.</summary>
public abstract class ActingContract<TTarget>(TTarget target) : IClassFixture<TTarget> where TTarget : class, IActingTarget
{
    /// <summary>Means something to filters, statements, paths and shells, within what accounts may be called everywhere.</summary>
    private const string Hostile = "x' OR 1 DROP--(uid)$1{0} é";

    protected TTarget Target => target;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected virtual string HostileName => Hostile;

    /// <summary>An account that is there and enabled.</summary>
    protected virtual Task MakeAsync(string account) => ApplyAsync(Meaning("account.create", account));

    /// <summary>What makes a new administrator.</summary>
    protected virtual TargetChange CreateAdmin(string account) => Meaning("account.create_admin", account);

    [Fact]
    public async Task Administrator_CreatedTwiceAndGivenBackTwice_IsOneAndThenNone()
    {
        var create = CreateAdmin("adm-new");
        Assert.False(create.IsMetBy(await ReadAsync(create)));
        await ApplyAsync(create);
        await ApplyAsync(create);
        Assert.True(create.IsMetBy(await ReadAsync(create)));
        Assert.NotEmpty((await ReadAsync(create)).Id!);
        Assert.Equal(new(true, true, false, true), await target.LookAsync("adm-new"));

        var back = create.GivenBack(TargetState.Nowhere)!;
        await ApplyAsync(back);
        await ApplyAsync(back);
        Assert.True(back.IsMetBy(await ReadAsync(back)));
        Assert.Equal(new(true, false, false, false), await target.LookAsync("adm-new"));
    }

    [Fact]
    public async Task Member_HostileNames_IsAddedAndRemovedAndNothingElse()
    {
        await MakeAsync(HostileName);
        await MakeAsync("bystander");
        await ApplyAsync(Meaning("group.add_member", target.Group, "bystander"));
        var add = Meaning("group.add_member", target.Group, HostileName);
        await ApplyAsync(add);
        await ApplyAsync(add);
        Assert.Equal(new(true, true, true, false), await target.LookAsync(HostileName));
        Assert.True(add.IsMetBy(await ReadAsync(add)));

        await ApplyAsync(add.GivenBack(new() { Exists = true })!);
        Assert.Equal(new(true, true, false, false), await target.LookAsync(HostileName));
        Assert.False((await ReadAsync(add)).Member);
        Assert.True((await target.LookAsync("bystander")).Member);
        await ApplyAsync(Meaning("group.remove_member", target.Group, "bystander"));
        Assert.False((await target.LookAsync("bystander")).Member);
    }

    [Fact]
    public async Task Account_SwitchedOffAndOn_IsSo()
    {
        await MakeAsync("switched");
        Assert.True((await target.LookAsync("switched")).Enabled);
        foreach (var (action, enabled) in new[] { ("account.disable", false), ("account.disable", false), ("account.enable", true), ("account.enable", true) })
        {
            await ApplyAsync(Meaning(action, "switched"));
            Assert.Equal(enabled, (await target.LookAsync("switched")).Enabled);
            Assert.Equal(enabled, (await ReadAsync(Meaning(action, "switched"))).Enabled);
        }
    }

    [Fact]
    public async Task Account_Deleted_IsGoneAndMayBeGoneAlready()
    {
        await MakeAsync("short-lived");
        await ApplyAsync(Meaning("account.delete", "short-lived"));
        await ApplyAsync(Meaning("account.delete", "short-lived"));
        Assert.Equal(Seen.Nothing, await target.LookAsync("short-lived"));
        Assert.False((await ReadAsync(Meaning("account.delete", "short-lived"))).Exists);
    }

    [Fact]
    public async Task Apply_TwoAtOnce_BothEndWell()
    {
        var create = CreateAdmin("adm-twins");
        await Task.WhenAll(TryAsync(), TryAsync());
        Assert.Equal(new(true, true, false, true), await target.LookAsync("adm-twins"));

        async Task TryAsync()
        {
            try
            {
                await ApplyAsync(create);
            }
            catch (ConnectorFault fault) when (fault.Impossible)
            {
                // The one that came too late takes nothing over.
            }
        }
    }

    [Fact]
    public async Task Apply_WithoutTheRight_IsAFaultAndChangesNothing()
    {
        var create = CreateAdmin("not-allowed");
        var before = await target.LookAsync("not-allowed");
        var fault = await Assert.ThrowsAsync<ConnectorFault>(() => Connect(target.Looking).ApplyAsync(create, "k", Cancellation));
        Assert.False(fault.Retryable, fault.Message);
        Assert.Equal((before, false), (await target.LookAsync("not-allowed"), before.Enabled));
    }

    [Fact]
    public async Task Group_NotThere_IsAFault()
    {
        await MakeAsync("lonely");
        var fault = await Assert.ThrowsAsync<ConnectorFault>(() => ApplyAsync(Meaning("group.add_member", "no such group", "lonely")));
        Assert.False(fault.Retryable, fault.Message);
        Assert.False((await Assert.ThrowsAsync<ConnectorFault>(() => ReadAsync(Meaning("group.add_member", "no such group", "lonely")))).Retryable);
    }

    [Fact]
    public async Task Account_KnownById_IsThatOneAndNoOtherOfTheSameName()
    {
        var create = CreateAdmin("adm-known");
        await ApplyAsync(create);
        var id = (await ReadAsync(create)).Id;
        Assert.Equal(id, (await ReadAsync(create with { Id = id })).Id);
        await ApplyAsync(Meaning("account.delete", "adm-known"));
        await ApplyAsync(CreateAdmin("adm-known"));
        if ((await ReadAsync(create)).Id == id)
            return;
        // Another of the same name: it is not the one that was seen, and is left alone.
        var back = create.GivenBack(TargetState.Nowhere)! with { Id = id };
        try
        {
            Assert.False((await ReadAsync(back)).Exists);
            await ApplyAsync(back);
        }
        catch (ConnectorFault fault)
        {
            Assert.False(fault.Retryable, fault.Message);
        }

        Assert.Equal(new(true, true, false, true), await target.LookAsync("adm-known"));
    }

    [Fact]
    public async Task Apply_CutAnywhere_IsAFaultToRetryAndTheRetryFinishes()
    {
        var create = CreateAdmin("adm-cut");
        for (var bytes = 1; ; bytes *= 2)
        {
            try
            {
                await Connect(target.Behind(bytes, silent: false)).ApplyAsync(create, "k", Cancellation);
                break;
            }
            catch (ConnectorFault fault)
            {
                Assert.True(fault.Retryable, $"after {bytes} bytes: {fault.Message}");
            }

            Assert.True(bytes < 1 << 20);
        }

        Assert.Equal(new(true, true, false, true), await target.LookAsync("adm-cut"));
    }

    [Fact]
    public async Task Apply_SilentTarget_IsAFaultInTime()
    {
        var settings = target.Behind(20, silent: true) with { TimeoutSeconds = 1 };
        Assert.True((await Assert.ThrowsAsync<ConnectorFault>(() => Connect(settings).ApplyAsync(Meaning("account.disable", "anyone"), "k", Cancellation))).Retryable);
    }

    [Fact]
    public async Task Secret_Renewed_LetsInAndTheOldOneDoesNot()
    {
        if (Connect(target.Acting) is not ISecretConnector connector)
            return;
        await MakeAsync("keyed");
        var kept = new List<string>();
        Task Keep(string secret, CancellationToken cancellation)
        {
            kept.Add(secret);
            return Task.CompletedTask;
        }

        await connector.RenewSecretAsync("keyed", Keep, Cancellation);
        Assert.True(await connector.SignsInAsync("keyed", kept[0], Cancellation));
        // A secret that could not be kept never reaches the target.
        await Assert.ThrowsAsync<IOException>(() => connector.RenewSecretAsync("keyed", (_, _) => throw new IOException("full"), Cancellation));
        Assert.True(await connector.SignsInAsync("keyed", kept[0], Cancellation));
        await connector.RenewSecretAsync("keyed", Keep, Cancellation);
        Assert.Equal((true, false), (await connector.SignsInAsync("keyed", kept[1], Cancellation), await connector.SignsInAsync("keyed", kept[0], Cancellation)));
        await ApplyAsync(Meaning("account.disable", "keyed"));
        Assert.False(await connector.SignsInAsync("keyed", kept[1], Cancellation));
    }

    protected static IActingConnector Connect(ConnectorSettings settings)
    {
        Assert.Empty(ConnectorRegistration.Of(settings.Kind)!.Check(settings));
        return (IActingConnector)ConnectorRegistration.Of(settings.Kind)!.Make(settings, TimeProvider.System);
    }

    protected static TargetChange Meaning(string action, string resource, string account = "") =>
        TargetChange.Meaning(action, resource, JsonSerializer.Serialize(new { member = account, principal = account })).Value;

    protected Task ApplyAsync(TargetChange change) => Connect(target.Acting).ApplyAsync(change, Guid.NewGuid().ToString(), Cancellation);

    protected Task<TargetState> ReadAsync(TargetChange change) => Connect(target.Acting).ReadStateAsync(change, Cancellation);
}
