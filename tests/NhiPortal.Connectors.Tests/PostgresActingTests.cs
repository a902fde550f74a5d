namespace NhiPortal.Connectors.Tests;

public sealed class PostgresActingTests(PostgresTarget target) : ActingContract<PostgresTarget>(target)
{
    protected override string HostileName => "\"; DROP ROLE reader; --' \\' $$ é";

    [Fact]
    public async Task Account_LentUntil_EndsThereByItself()
    {
        await ApplyAsync(Meaning("account.create", "lent-until") with { Until = TimeProvider.System.GetUtcNow().AddMinutes(-1) });
        Assert.False((await ReadAsync(Meaning("account.enable", "lent-until"))).Enabled);
        await ApplyAsync(Meaning("account.enable", "lent-until"));
        Assert.True((await Target.LookAsync("lent-until")).Enabled);
    }

    [Fact]
    public async Task Own_Role_IsNeverChangedNorLent()
    {
        await ApplyAsync(Meaning("account.create", "borrower"));
        Assert.True((await Assert.ThrowsAsync<ConnectorFault>(() => ApplyAsync(Meaning("account.disable", Target.Acting.User!)))).Impossible);
        Assert.True((await Assert.ThrowsAsync<ConnectorFault>(() => ApplyAsync(Meaning("role.grant", Target.Acting.User!, "borrower")))).Impossible);
    }

    [Fact]
    public async Task Name_LongerThanTheServerKeeps_IsRefusedRatherThanCut() =>
        Assert.False((await Assert.ThrowsAsync<ConnectorFault>(() => ApplyAsync(Meaning("account.create", new string('a', 64))))).Retryable);
}
