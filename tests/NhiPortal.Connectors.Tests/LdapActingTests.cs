namespace NhiPortal.Connectors.Tests;

public sealed class LdapActingTests(ActingSlapdTarget target) : ActingContract<ActingSlapdTarget>(target)
{
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
