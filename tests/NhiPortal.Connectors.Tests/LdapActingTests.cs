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
