using System.ComponentModel.DataAnnotations;

namespace NhiPortal.Notifications;

/// <summary>How the way to the mail server is protected.</summary>
public enum MailTls
{
    /// <summary>Encrypted after a first greeting, and not used at all when the server offers no encryption.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte.</summary>
    Implicit,

    /// <summary>Not at all: a server on this machine, or Development.</summary>
    None,
}

/// <summary>What an operator may set about outgoing mail (section "Mail"). Without a host, people are reminded in the portal only.</summary>
public sealed record MailSettings
{
    public string? Host { get; init; }

    [Range(1, 65535)]
    public int Port { get; init; } = 587;

    public MailTls Tls { get; init; }

    public string? User { get; init; }

    /// <summary>Never logged, never stored, sent only over an encrypted way or within this machine.</summary>
    public string? Password { get; init; }

    /// <summary>The address letters come from; answers and returned mail go there.</summary>
    public string? From { get; init; }

    /// <summary>PEM file with the authorities that sign the server's certificate, instead of the machine's own.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Time zone of people who have chosen none.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Hour at which people get their digest who have chosen none.</summary>
    [Range(0, 23)]
    public int DigestHour { get; init; } = 7;

    public ReturnedMailSettings Returned { get; init; } = new();

    public bool IsConfigured => Host is not null;
}

/// <summary>The mailbox that returned letters arrive in (section "Mail:Returned"), read over IMAP. Without a host, none are read.</summary>
public sealed record ReturnedMailSettings
{
    public string? Host { get; init; }

    [Range(1, 65535)]
    public int Port { get; init; } = 993;

    public MailTls Tls { get; init; } = MailTls.Implicit;

    public string? User { get; init; }

    /// <summary>Never logged, never stored, sent only over an encrypted way or within this machine.</summary>
    public string? Password { get; init; }

    /// <summary>The portal's own: whatever lies there is looked at once and marked as read.</summary>
    public string Folder { get; init; } = "INBOX";

    public bool IsConfigured => Host is not null;
}
