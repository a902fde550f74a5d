using NhiPortal.Notifications;

namespace NhiPortal.Settings;

/// <summary>Channels of Teams and Slack, and hosts of one's own: usable as they stand. An address is a secret, so none is repeated.</summary>
internal static class NotificationFaults
{
    private const string Channels = "Notifications:Channels", Hosts = "Notifications:AllowedHosts", Files = "Notifications:Files";

    public static IEnumerable<SettingFault> Of(SettingsReading reading)
    {
        var hosts = reading.Configuration.GetSection(Hosts).GetChildren().Where(entry => !string.IsNullOrWhiteSpace(entry.Value)).ToList();
        foreach (var host in hosts.Where(entry => Uri.CheckHostName(entry.Value!.Trim()) == UriHostNameType.Unknown))
            yield return new(host.Path, $"is \"{host.Value}\".", "a host name such as chat.example.org, without scheme or port.");
        foreach (var entry in reading.Configuration.GetSection(Files).GetChildren().Where(entry => entry.AsEnumerable().Any(setting => !string.IsNullOrWhiteSpace(setting.Value))))
        {
            var folder = $"{entry.Path}:{nameof(NamedFolder.Folder)}";
            foreach (var child in entry.GetChildren().Where(child => !child.Key.Equals(nameof(NamedFolder.Folder), StringComparison.OrdinalIgnoreCase)))
                yield return new(child.Path, "is not a setting.", $"{folder}.") { Known = false };
            if (reading[folder] is not { } path || !Path.IsPathFullyQualified(path))
                yield return new(folder, reading[folder] is null ? "is missing." : $"is \"{reading[folder]}\".", "a folder by its full path that only the program's user may write to.");
        }

        var outside = new OutsideRule(new() { AllowedHosts = [.. hosts.Select(entry => entry.Value!)] });
        foreach (var entry in reading.Configuration.GetSection(Channels).GetChildren().Where(entry => entry.AsEnumerable().Any(setting => !string.IsNullOrWhiteSpace(setting.Value))))
        {
            var url = $"{entry.Path}:{nameof(NamedChannel.Url)}";
            foreach (var child in entry.GetChildren().Where(child => !child.Key.Equals(nameof(NamedChannel.Url), StringComparison.OrdinalIgnoreCase)))
                yield return new(child.Path, "is not a setting.", $"{url}.") { Known = false };
            if (!Uri.TryCreate(reading[url], UriKind.Absolute, out var address))
                yield return new(url, reading[url] is null ? "is missing." : "is no address.", "the address that Teams or Slack made for the channel.");
            else if (outside.WhyNot(address) is { } why)
                yield return new(url, $"cannot be used: {why.Sentence}", "the address that Teams or Slack made for the channel.");
        }
    }
}
