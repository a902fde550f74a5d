using System.Net;

namespace NhiPortal.Settings;

/// <summary>Where the portal is reached, and who may stand in front of it.</summary>
internal static class AddressFaults
{
    private const string PublicAddress = "PublicAddress";
    private const string Proxies = "Proxy:Addresses";
    private const string Expected = "the https address people open, without a path, such as https://nhi.example.org.";

    public static IEnumerable<SettingFault> Of(SettingsReading reading)
    {
        foreach (var proxy in reading.Configuration.GetSection(Proxies).GetChildren())
            if (proxy.Value is not { } text || (!IPAddress.TryParse(text, out _) && !IPNetwork.TryParse(text, out _)))
                yield return new(proxy.Path, $"is \"{proxy.Value}\".", "an address such as 10.0.0.4, or a network such as 10.0.0.0/16.");

        if (reading[PublicAddress] is not { } address)
        {
            if (!reading.Development)
                yield return new(PublicAddress, "is missing.", Expected);
            yield break;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0 || uri.Scheme is not ("https" or "http"))
            yield return new(PublicAddress, $"is \"{address}\".", Expected);
        else if (uri.Scheme == Uri.UriSchemeHttp && !reading.Development && !uri.IsLoopback)
            yield return new(PublicAddress, $"is \"{address}\": without https, sessions and tokens could be read on the way.", Expected);
        else if (uri.Scheme == Uri.UriSchemeHttps && !reading.Development && !ListensOnHttps(reading) && !reading.Configuration.GetSection(Proxies).GetChildren().Any())
            yield return new(Proxies + ":0", $"is missing: people use {address}, but the program itself listens without https, so a proxy must stand in front.", "the proxy's address, such as 10.0.0.4, or its network, such as 10.0.0.0/16; or an https address under Urls or Kestrel.");
    }

    private static bool ListensOnHttps(SettingsReading reading) =>
        reading["Urls"]?.Contains("https://", StringComparison.OrdinalIgnoreCase) == true
        || reading["https_ports"] is not null
        || reading.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any(endpoint => endpoint["Url"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true);
}
