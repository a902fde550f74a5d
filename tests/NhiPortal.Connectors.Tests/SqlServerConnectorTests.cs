namespace NhiPortal.Connectors.Tests;

public sealed class SqlServerConnectorTests : ConnectorContract<SqlServerTarget>
{
    public SqlServerConnectorTests(SqlServerTarget target) : base(target) => SqlServerTarget.RequireServer();

    protected override string Hostile => SqlServerTarget.Hostile;

    protected override bool TellsOwners => false;

    [Fact]
    public async Task Read_Logins_ShowsPowersAndWhenThePasswordWasSet()
    {
        var accounts = (await ReadAsync(Target.Settings)).ToDictionary(account => account.Name);
        Assert.Equal(["sysadmin"], accounts[Accounts.Disabled].Roles);
        Assert.Equal(["ALTER ANY LOGIN", "nhi-admins"], accounts[Accounts.Nested].Roles.Order(StringComparer.Ordinal));
        Assert.InRange(accounts[Accounts.Service].SecretSetAt!.Value, TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddHours(1));
    }
}

public sealed class SqlServerActingTests : ActingContract<SqlServerTarget>
{
    public SqlServerActingTests(SqlServerTarget target) : base(target) => SqlServerTarget.RequireServer();

    protected override string HostileName => "]; DROP LOGIN [nhi-reader]; --' $1{0} é";

    [Fact]
    public async Task Own_Login_IsNeverChanged() =>
        Assert.True((await Assert.ThrowsAsync<ConnectorFault>(() => ApplyAsync(Meaning("account.disable", Target.Acting.User!)))).Impossible);

    [Fact]
    public async Task Pair_TurnsByServerRoles_AndIsNoted()
    {
        await ApplyAsync(Meaning("account.create", "svc-pair"));
        await ApplyAsync(Meaning("role.grant", Target.Group, "svc-pair"));
        var connector = (IPairedConnector)Connect(Target.Acting);
        var sight = await connector.LookAsync("svc-pair", Cancellation);
        Assert.Equal((true, true, null, 0), (sight.Exists, sight.Enabled, sight.WhyAlone, sight.Sessions));
        await PairedAccounts.PrepareAsync(connector, "svc-pair", "svc-pair-b", false, Cancellation);
        var second = await connector.LookAsync("svc-pair-b", Cancellation);
        Assert.Equal([Target.Group], second.Groups);
        Assert.Equal("svc-pair", second.TurnsWith);
    }
}
