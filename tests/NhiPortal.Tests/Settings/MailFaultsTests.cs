using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NhiPortal.Settings;

namespace NhiPortal.Tests.Settings;

/// <summary>A mail server is described completely and safely, or not at all.</summary>
public sealed class MailFaultsTests
{
    private static readonly Dictionary<string, string?> Right = new()
    {
        ["PublicAddress"] = "https://localhost", ["Mail:Host"] = "smtp.example.org", ["Mail:From"] = "nhiportal@example.org", ["Mail:User"] = "nhiportal", ["Mail:Password"] = "secret words",
    };

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public void Complete_IsFine(string environment) => Assert.Empty(Faults(environment, Right));

    [Theory]
    [InlineData("Mail:Host", "smtp.example.org:587", "Mail:Host")]
    [InlineData("Mail:Host", "https://smtp.example.org", "Mail:Host")]
    [InlineData("Mail:Host", null, "Mail:From")]
    [InlineData("Mail:From", null, "Mail:From")]
    [InlineData("Mail:From", "NhiPortal", "Mail:From")]
    [InlineData("Mail:From", "a@example.org, b@example.org", "Mail:From")]
    [InlineData("Mail:User", null, "Mail:User")]
    [InlineData("Mail:Password", null, "Mail:Password")]
    [InlineData("Mail:Tls", "None", "Mail:Tls")]
    [InlineData("Mail:Tls", "Maybe", "Mail:Tls")]
    [InlineData("Mail:Tls", "2", "Mail:Tls")]
    [InlineData("Mail:Port", "0", "Mail:Port")]
    [InlineData("Mail:Port", "65536", "Mail:Port")]
    [InlineData("Mail:DigestHour", "24", "Mail:DigestHour")]
    [InlineData("Mail:Zone", "Middle/Earth", "Mail:Zone")]
    [InlineData("Mail:AuthorityFile", "/nowhere/authority.pem", "Mail:AuthorityFile")]
    [InlineData("Mail:Pasword", "x", "Mail:Pasword")]
    [InlineData("Mail:Returned:Host", "imap.example.org", "Mail:Returned:User")]
    [InlineData("Mail:Returned:Host", "imap.example.org:993", "Mail:Returned:Host")]
    [InlineData("Mail:Returned:User", "portal", "Mail:Returned:Host")]
    [InlineData("Mail:Returned:Port", "0", "Mail:Returned:Port")]
    public void OneThingWrong_NamesIt_AndNeverThePassword(string key, string? value, string named)
    {
        var faults = Faults(Environments.Production, new(Right) { [key] = value });
        Assert.Contains(faults, fault => fault.Key == named);
        Assert.DoesNotContain("secret words", string.Concat(faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", "localhost", true)]
    [InlineData("Production", "127.0.0.1", true)]
    [InlineData("Production", "smtp.example.org", false)]
    [InlineData("Development", "smtp.example.org", false)]
    public void Unencrypted_WithAPassword_OnlyOnThisMachine(string environment, string host, bool fine) =>
        Assert.Equal(fine, Faults(environment, new(Right) { ["Mail:Tls"] = "None", ["Mail:Host"] = host }).Count == 0);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Returned_Unencrypted_IsRefused_WhetherOrNotMailIsSent(bool sends)
    {
        var returned = new Dictionary<string, string?>
        {
            ["Mail:Returned:Host"] = "imap.example.org", ["Mail:Returned:User"] = "portal", ["Mail:Returned:Password"] = "secret words", ["Mail:Returned:Tls"] = "None",
        };
        foreach (var (key, value) in sends ? Right : [])
            returned[key] = value;
        Assert.Contains(Faults(Environments.Production, returned), fault => fault.Key == "Mail:Returned:Tls");
    }

    [Fact]
    public void Development_WithoutAnAddress_Refuses() => Assert.Equal("PublicAddress", Assert.Single(Faults(Environments.Development, new(Right) { ["PublicAddress"] = null })).Key);

    private static IReadOnlyList<SettingFault> Faults(string environment, Dictionary<string, string?> settings) =>
        [.. SettingsCheck.Run(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new TemplateTests.Place(environment)).Where(fault => fault.Key.StartsWith("Mail", StringComparison.Ordinal) || (fault.Key == "PublicAddress" && environment == Environments.Development))];
}
