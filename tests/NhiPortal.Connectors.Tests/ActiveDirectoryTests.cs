using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors.Tests;

public sealed class ActiveDirectoryTests(SambaTarget target) : ActingContract<SambaTarget>(target)
{
    // What sAMAccountName may not hold is left out: "/ \ [ ] : ; | = , + * ? < >.
    protected override string HostileName => "x' OR 1--(uid)$1{0}";

    [Fact]
    public async Task Account_LentUntil_EndsThereByItself()
    {
        await ApplyAsync(Meaning("account.create", "lent") with { Until = TimeProvider.System.GetUtcNow().AddMinutes(-1) });
        Assert.False((await ReadAsync(Meaning("account.enable", "lent"))).Enabled);
        await ApplyAsync(Meaning("account.enable", "lent"));
        Assert.True((await ReadAsync(Meaning("account.enable", "lent"))).Enabled);
    }

    [Fact]
    public async Task Read_Accounts_ShowsWhoAdministers()
    {
        await ApplyAsync(Meaning("account.create_admin", "adm-read"));
        var accounts = await Connect(Target.Acting).ReadAccountsAsync(Cancellation).ToListAsync(Cancellation);
        Assert.True(Assert.Single(accounts, account => account.Name == "adm-read") is { Administrator: true, Enabled: true, Roles: ["Domain Admins"] });
    }

    [Fact]
    public async Task Member_ByPrimaryGroup_IsOneAndCannotBeTakenOutQuietly()
    {
        await ApplyAsync(Meaning("account.create", "primary"));
        await Target.MakePrimaryAsync("primary");
        Assert.True((await ReadAsync(Meaning("group.remove_member", Target.Group, "primary"))).Member);
        Assert.False((await Assert.ThrowsAsync<ConnectorFault>(() => ApplyAsync(Meaning("group.remove_member", Target.Group, "primary")))).Retryable);
    }

    [Fact]
    public async Task Account_Renamed_IsFoundById()
    {
        var create = Meaning("account.create", "before-rename");
        await ApplyAsync(create);
        var id = (await ReadAsync(create)).Id;
        await Target.RenameAsync("before-rename", "after-rename");
        var back = create.GivenBack(TargetState.Nowhere)! with { Id = id };
        Assert.True((await ReadAsync(back)).Enabled);
        await ApplyAsync(back);
        Assert.False((await Target.LookAsync("after-rename")).Enabled);
    }

    [Fact]
    public async Task Own_Account_IsNeverChanged() =>
        Assert.True((await Assert.ThrowsAsync<ConnectorFault>(() => ApplyAsync(Meaning("account.disable", "portal")))).Impossible);
}
