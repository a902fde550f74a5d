namespace NhiPortal.Notifications;

/// <summary>What is sent to a channel.</summary>
public sealed record ChannelMessage(string ContentType, byte[] Body, IReadOnlyDictionary<string, string> Headers);
