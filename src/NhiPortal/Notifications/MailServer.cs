using MailKit.Net.Smtp;

namespace NhiPortal.Notifications;

/// <summary>The configured server that takes letters.</summary>
public sealed class MailServer(MailSettings settings)
{
    public MailSettings Settings => settings;

    /// <exception cref="MailServerException">The server cannot be used.</exception>
    public async Task<MailSession> OpenAsync(CancellationToken cancellation)
    {
        var client = new SmtpClient();
        await MailWay.OpenAsync(client, settings.Host!, settings.Port, settings.Tls, settings.User, settings.Password, settings.AuthorityFile, cancellation);
        return new MailSession(client);
    }
}
