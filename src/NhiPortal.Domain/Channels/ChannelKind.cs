namespace NhiPortal.Domain.Channels;

/// <summary>What understands the messages of a channel.</summary>
public enum ChannelKind
{
    /// <summary>A program: CloudEvents, signed.</summary>
    Webhook,

    /// <summary>A channel of Microsoft Teams.</summary>
    Teams,

    /// <summary>A channel of Slack.</summary>
    Slack,
}
