namespace NhiPortal.Connectors.Tests;

public sealed class LdapActingTests(ActingSlapdTarget target) : ActingContract<ActingSlapdTarget>(target)
{
    [Fact]
    public async Task Account_LockedForAWhile_IsNotSwitchedOffUntilItIsSoForGood()
    {
        Assert.True((await ReadAsync(Meaning("account.disable", "locked-a-while"))).Enabled);
        await ApplyAsync(Meaning("account.disable", "locked-a-while"));
        Assert.False((await Target.LookAsync("locked-a-while")).Enabled);
        Assert.False((await ReadAsync(Meaning("account.disable", "locked-a-while"))).Enabled);
    }

    [Fact]
    public async Task Account_MovedOutOfSight_IsNotTakenForGone()
    {
        var create = Meaning("account.create_admin", "adm-moved");
        await ApplyAsync(create);
        var back = create.GivenBack(new())! with { Id = (await ReadAsync(create)).Id };
        var elsewhere = Connect(Target.Acting with { SearchBase = "ou=many,dc=home,dc=example" });
        var fault = await Assert.ThrowsAsync<ConnectorFault>(() => elsewhere.ReadStateAsync(back, Cancellation));
        Assert.Contains("not found below ou=many,dc=home,dc=example", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConnectorFault>(() => elsewhere.ApplyAsync(back, "k", Cancellation));
        Assert.True((await Target.LookAsync("adm-moved")).Administrator);
    }

    [Fact]
    public async Task Member_ByName_IsFoundByTheNameTheDirectoryKeeps()
    {
        var member = Meaning("group.add_member", "wheel", "OLD-ADMIN");
        Assert.True((await ReadAsync(member)).Member);
        await ApplyAsync(Meaning("group.remove_member", "wheel", "OLD-ADMIN"));
        Assert.False((await ReadAsync(member)).Member);
    }

    [Fact]
    public async Task Member_TheOnlyOne_LeavesAGroupThatGivesNobodyAnything()
    {
        await ApplyAsync(Meaning("account.create", "the-last"));
        await ApplyAsync(Meaning("group.add_member", "lone", "the-last"));
        await ApplyAsync(Meaning("group.remove_member", "lone", "founder"));
        await ApplyAsync(Meaning("group.remove_member", "lone", "the-last"));
        Assert.False((await ReadAsync(Meaning("group.add_member", "lone", "the-last"))).Member);
        await ApplyAsync(Meaning("group.add_member", "lone", "the-last"));
        Assert.True((await ReadAsync(Meaning("group.add_member", "lone", "the-last"))).Member);
    }
}
