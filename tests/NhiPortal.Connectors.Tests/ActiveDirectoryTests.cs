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
        await foreach (var account in Connect(Target.Acting).ReadAccountsAsync(Cancellation))
            if (account.Name == "adm-read")
                Assert.True(account is { Administrator: true, Enabled: true, Roles: ["Domain Admins"] });
    }
}
