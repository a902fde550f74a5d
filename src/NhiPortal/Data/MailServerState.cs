namespace NhiPortal.Data;

/// <summary>How the outgoing mail server behaves towards all instances. Its trouble is nobody's mailbox's.</summary>
public sealed class MailServerState
{
    public int Id { get; init; } = 1;

    /// <summary>When it last worked before it failed; null while it works.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>What fails, in a word of ours: <c>connect</c>, <c>tls</c>, <c>sign_in</c>, <c>sender</c>, <c>policy</c>, <c>broken</c>.</summary>
    public string? Fault { get; set; }

    /// <summary>The server's answer, where it gave one.</summary>
    public int? Answer { get; set; }

    public int Tries { get; set; }

    /// <summary>Nobody tries before.</summary>
    public DateTimeOffset NextTryAt { get; set; }

    public DateTimeOffset? LastSentAt { get; set; }

    /// <summary>When returned mail was last read to its end.</summary>
    public DateTimeOffset? ReturnedReadAt { get; set; }

    /// <summary>What keeps it from being read, in a word of ours; null while nothing does.</summary>
    public string? ReturnedFault { get; set; }
}
