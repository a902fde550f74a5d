namespace NhiPortal.Domain.Channels;

/// <summary>What kinds of channel have in common.</summary>
public static class ChannelKinds
{
    /// <summary>Told every event in the log's order, instead of chosen kinds.</summary>
    public static bool IsStream(this ChannelKind kind) => kind is ChannelKind.Siem or ChannelKind.SiemFile;

    /// <summary>Its messages are signed with a key of its own, and sent to an address that is no secret.</summary>
    public static bool IsSigned(this ChannelKind kind) => kind is ChannelKind.Webhook or ChannelKind.Siem;
}
