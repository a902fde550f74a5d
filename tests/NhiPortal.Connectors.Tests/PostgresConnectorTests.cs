namespace NhiPortal.Connectors.Tests;

public sealed class PostgresConnectorTests(PostgresTarget target) : ConnectorContract<PostgresTarget>(target)
{
    [Fact]
    public async Task Read_TrustedCertificate_IsVerified() => Assert.NotEmpty(await ReadAsync(Target.Settings with { AuthorityFile = Target.Authority }));

    [Fact]
    public async Task Read_Powers_AreNamed()
    {
        var accounts = (await ReadAsync(Target.Settings)).ToDictionary(account => account.Name);
        Assert.Equal(["SUPERUSER"], accounts[Accounts.Disabled].Roles);
        Assert.Equal(["cluster_admins"], accounts[Accounts.Nested].Roles);
        Assert.Contains("through a membership", accounts[Accounts.Nested].CanDo, StringComparison.Ordinal);
        Assert.True(accounts["lent"] is { Administrator: true, Roles: ["custom_power"] });
        Assert.False(accounts["expired"].Enabled);
        Assert.DoesNotContain("operators", accounts.Keys);
    }
}
