namespace NhiPortal.EndToEnd;

/// <summary>A portal that must not start says why in plain words and ends with 1.</summary>
public sealed class StartRefusalTests
{
    [Fact]
    public async Task Production_WithoutSettings_SaysWhichAreMissingAndWhere()
    {
        var (code, output) = await Portal.RunAsync("Production");

        Assert.Equal(1, code);
        Assert.Contains("NhiPortal cannot start in Production", output, StringComparison.Ordinal);
        Assert.Contains("AzureAd__TenantId", output, StringComparison.Ordinal);
        Assert.Contains("PublicAddress is missing", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--data", "/etc/hostname/data", "names a folder that cannot be made")]
    [InlineData("--data", "/etc/hostname", "names a file")]
    [InlineData("--Jobs:Workers", "0", "a whole number from 1 up")]
    public async Task ValueThatCannotBe_IsExplained(string name, string value, string expected)
    {
        var (code, output) = await Portal.RunAsync("Development", name, value);

        Assert.Equal(1, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MisspeltSwitch_IsRefused()
    {
        var (code, output) = await Portal.RunAsync("Development", "--sead", "none");

        Assert.Equal(1, code);
        Assert.Contains("sead is not a setting", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SettingsFile_ThatIsNoJson_IsNamed()
    {
        var folder = Directory.CreateTempSubdirectory("nhiportal-test-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), "{ not json", TestContext.Current.CancellationToken);

        var (code, output) = await Portal.RunAsync("Development", "--data", folder.FullName);

        Assert.Equal(1, code);
        Assert.Contains("appsettings.json", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task SettingsFile_InTheDataFolder_IsRead()
    {
        var folder = Directory.CreateTempSubdirectory("nhiportal-test-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), """{ "Seed": "everything" }""", TestContext.Current.CancellationToken);

        var (code, output) = await Portal.RunAsync("Development", "--data", folder.FullName);

        Assert.Equal(1, code);
        Assert.Contains("""Seed is "everything", which is not known.""", output, StringComparison.Ordinal);
        Assert.Single(folder.GetFiles());
        folder.Delete(recursive: true);
    }
}
