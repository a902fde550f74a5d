using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors.Tests;

public sealed class ScimConnectorTests(ScimTarget target) : ConnectorContract<ScimTarget>(target);

public sealed class ScimActingTests(ScimmyTarget target) : ActingContract<ScimmyTarget>(target)
{
    [Fact]
    public async Task Role_GrantedAndRevoked_IsSo()
    {
        await ApplyAsync(Meaning("account.create", "role-holder"));
        var grant = Meaning("role.grant", "auditor", "role-holder");
        Assert.False((await ReadAsync(grant)).Member);
        await ApplyAsync(grant);
        Assert.True((await ReadAsync(grant)).Member);
        await ApplyAsync(grant.GivenBack(new TargetState { Exists = true })!);
        Assert.False((await ReadAsync(grant)).Member);
    }
}
