using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NhiPortal.Settings;

namespace NhiPortal.Tests.Settings;

/// <summary>A channel of Teams or Slack can be used as it stands, and its secret address is never repeated.</summary>
public sealed class NotificationFaultsTests
{
    private static readonly Dictionary<string, string?> Right = new()
    {
        ["Notifications:Channels:security:Url"] = "https://hooks.slack.example/services/secret-words", ["Notifications:AllowedHosts:0"] = "chat.example.org",
    };

    [Fact]
    public void Complete_IsFine() => Assert.Empty(Faults(Right));

    [Theory]
    [InlineData("Notifications:Channels:security:Url", "http://hooks.slack.example/secret-words")]
    [InlineData("Notifications:Channels:security:Url", "https://10.0.0.1/secret-words")]
    [InlineData("Notifications:Channels:security:Url", "https://user:secret-words@hooks.slack.example/")]
    [InlineData("Notifications:Channels:security:Url", "secret-words")]
    [InlineData("Notifications:Channels:security:Adress", "https://hooks.slack.example/")]
    [InlineData("Notifications:AllowedHosts:0", "https://chat.example.org/")]
    [InlineData("Notifications:AllowedHost", "chat.example.org")]
    public void OneThingWrong_NamesIt_AndNeverTheAddress(string key, string value)
    {
        var faults = Faults(new(Right) { [key] = value });
        Assert.Equal(key, Assert.Single(faults).Key);
        Assert.DoesNotContain("secret-words", string.Concat(faults), StringComparison.Ordinal);
        Assert.Equal(!key.EndsWith(":Url", StringComparison.Ordinal), string.Concat(faults).Contains("command line", StringComparison.Ordinal));
    }

    [Fact]
    public void AllowedHost_MayDoWithoutTls() =>
        Assert.Empty(Faults(new(Right) { ["Notifications:Channels:security:Url"] = "http://chat.example.org/hooks/secret-words" }));

    private static IReadOnlyList<SettingFault> Faults(Dictionary<string, string?> settings) =>
        [.. SettingsCheck.Run(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new TemplateTests.Place(Environments.Development)).Where(fault => fault.Key.StartsWith("Notifications", StringComparison.Ordinal))];
}
