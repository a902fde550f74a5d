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

    /// <summary>A system that watches security events: every event, in the log's order, signed.</summary>
    Siem,

    /// <summary>The same into files of the operator's folder, for a collector that reads them.</summary>
    SiemFile,
}
