using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace NhiPortal.Notifications;

/// <summary>The mail server cannot be used now, whoever a letter is for. The fault is a word of ours: a server's words repeat addresses.</summary>
public sealed class MailServerException(string fault, int? answer, Exception inner) : Exception($"The mail server cannot be used: {fault}", inner)
{
    public string Fault => fault;

    public int? Answer => answer;

    /// <summary>Null for what is no trouble of a mail server.</summary>
    public static MailServerException? Of(Exception error, string otherwise) => error switch
    {
        MailServerException trouble => trouble,
        SslHandshakeException => new("tls", null, error),
        AuthenticationException or SaslException => new("sign_in", null, error),
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } refused => new("sender", (int)refused.StatusCode, error),
        SmtpCommandException refused => new(otherwise, (int)refused.StatusCode, error),
        FolderNotFoundException => new("folder", null, error),
        // No STARTTLS, or no way to sign in that both know.
        NotSupportedException => new(otherwise == "connect" ? "tls" : otherwise, null, error),
        CommandException or ProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException or IOException or SocketException or TimeoutException or OperationCanceledException =>
            new(otherwise, null, error),
        _ => null,
    };
}
