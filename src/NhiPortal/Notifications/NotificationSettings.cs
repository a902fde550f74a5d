namespace NhiPortal.Notifications;

/// <summary>One channel of Teams or Slack, named by the operator. Whoever knows its address can write there, so it is a secret.</summary>
public sealed record NamedChannel
{
    public string? Url { get; init; }

    /// <summary>Never the generated text, which would hold the address.</summary>
    public override string ToString() => "channel";
}

/// <summary>A folder for events that a collector reads.</summary>
public sealed record NamedFolder
{
    public string? Folder { get; init; }
}

/// <summary>What an operator may set about messages that leave the portal (section "Notifications").</summary>
public sealed record NotificationSettings
{
    /// <summary>By the name that administrators choose it by.</summary>
    public IReadOnlyDictionary<string, NamedChannel> Channels { get; init; } = new Dictionary<string, NamedChannel>();

    /// <summary>Folders that streams of events are written to, by the name that administrators choose them by.</summary>
    public IReadOnlyDictionary<string, NamedFolder> Files { get; init; } = new Dictionary<string, NamedFolder>();

    /// <summary>Hosts of one's own networks that messages may go to, also without TLS.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    public bool Allows(string host) => AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    public string? FolderOf(string? name) => name is not null && Files.GetValueOrDefault(name)?.Folder is { Length: > 0 } folder ? folder : null;

    public Uri? AddressOf(string? channel) =>
        channel is not null && Channels.GetValueOrDefault(channel)?.Url is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address) ? address : null;
}
