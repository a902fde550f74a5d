namespace NhiPortal.Connectors.Tests;

public sealed class CsvConnectorTests(CsvTarget target) : ConnectorContract<CsvTarget>(target)
{
    [Theory]
    [InlineData("account\nalone\n")]
    [InlineData("\uFEFFaccount\r\nalone\r\n")]
    [InlineData("account;owner\nalone;\"a;b\"\n")]
    [InlineData("ACCOUNT,Owner\nalone,\n\n")]
    public async Task Read_FormsOfTheSameFile_AreOne(string content) =>
        Assert.Equal("alone", Assert.Single(await ReadAsync(Target.File("form.csv", content))).Name);

    [Fact]
    public async Task Read_Times_AreKept()
    {
        var lina = (await ReadAsync(Target.Settings)).Single(account => account.Name == Accounts.Nested);
        Assert.Equal(new DateTimeOffset(2024, 2, 29, 10, 0, 0, TimeSpan.Zero), lina.CreatedAt);
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), lina.LastLoginAt);
        Assert.Equal(["Operators", "Admins"], lina.Roles);
    }
}
