namespace NhiPortal.Notifications;

/// <summary>One channel of Teams or Slack, named by the operator. Whoever knows its address can write there, so it is a secret.</summary>
public sealed record NamedChannel
{
    public string? Url { get; init; }

    /// <summary>Never the generated text, which would hold the address.</summary>
    public override string ToString() => "channel";
}

/// <summary>What an operator may set about messages that leave the portal (section "Notifications").</summary>
public sealed record NotificationSettings
{
    /// <summary>By the name that administrators choose it by.</summary>
    public IReadOnlyDictionary<string, NamedChannel> Channels { get; init; } = new Dictionary<string, NamedChannel>();

    /// <summary>Hosts of one's own networks that messages may go to, also without TLS.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    public bool Allows(string host) => AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    public Uri? AddressOf(string? channel) =>
        channel is not null && Channels.GetValueOrDefault(channel)?.Url is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address) ? address : null;
}
