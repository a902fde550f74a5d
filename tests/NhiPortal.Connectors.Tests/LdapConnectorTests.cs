using NhiPortal.Domain.Discovery;

namespace NhiPortal.Connectors.Tests;

public sealed class LdapConnectorTests(SlapdTarget target) : ConnectorContract<SlapdTarget>(target)
{
    [Fact]
    public async Task Read_OverStartTls_ShowsTheSame() =>
        Assert.Equal((await ReadAsync(Target.Settings)).Select(account => account.Id), (await ReadAsync(Target.StartTls)).Select(account => account.Id));

    [Fact]
    public async Task Read_SmallPages_ShowTheSame() =>
        Assert.Equal((await ReadAsync(Target.Settings)).Select(account => account.Id).Order(), (await ReadAsync(Target.Settings with { PageSize = 1 })).Select(account => account.Id).Order());

    [Fact]
    public async Task Read_What_TheDirectoryKnows()
    {
        var accounts = (await ReadAsync(Target.Settings)).ToDictionary(account => account.Name);
        Assert.Equal(AccountKind.Person, accounts[Accounts.Nested].Kind);
        Assert.Equal(AccountKind.ServiceAccount, accounts[Accounts.Service].Kind);
        Assert.Equal(["admins"], accounts[Accounts.Nested].Roles);
        Assert.Equal(["wheel"], accounts[Accounts.Disabled].Roles);
        Assert.Equal("adm-lina", accounts[Accounts.Hostile].OwnerHint);
        Assert.All(accounts.Values, account => Assert.NotNull(account.CreatedAt));
    }

    [Fact]
    public async Task Read_WithoutAuthority_DoesNotTrustTheServer() => await FaultAsync(Target.Settings with { AuthorityFile = null });
}
