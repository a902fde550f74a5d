using MailKit;
using MailKit.Net.Imap;
using MimeKit;
using NhiPortal.EndToEnd;
using NhiPortal.EndToEnd.Oidc;
using NhiPortal.Notifications;

namespace NhiPortal.Tests.Features.Reminders;

/// <summary>An IMAP server of the tests' own on a loopback port, encrypted by an authority nobody else trusts.</summary>
internal sealed class Dovecot : IAsyncDisposable
{
    private const string User = "portal", Password = "a-box-of-its-own";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhi-imap-");
    private readonly int port = LoopbackPort.Next();
    private readonly LocalCertificates certificates;
    private ChildProcess? server;

    private Dovecot() => certificates = new(folder.FullName);

    public ReturnedMailSettings Settings => new() { Host = "localhost", Port = port, User = User, Password = Password };

    public string AuthorityFile => certificates.AuthorityFile;

    public static async Task<Dovecot> StartAsync()
    {
        var program = Prerequisite.Require("dovecot", "dovecot-imapd");
        var box = new Dovecot();
        var (configuration, mail) = (Path.Combine(box.folder.FullName, "dovecot.conf"), Path.Combine(box.folder.FullName, "mail"));
        // Mail is kept by nobody, whom the server becomes when root starts it.
        foreach (var folder in (string[])[box.folder.FullName, Directory.CreateDirectory(mail).FullName])
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        await File.WriteAllTextAsync(configuration, box.Configuration(mail));
        box.server = new ChildProcess(program, ["-F", "-c", configuration], box.folder.FullName, new Dictionary<string, string>());
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = await box.OpenAsync();
                return box;
            }
            catch (Exception early) when (early is MailServerException && tries < 150)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Puts a mail into the box, as a mail server would.</summary>
    public async Task DeliverAsync(MimeMessage message)
    {
        using var client = await OpenAsync();
        await client.Inbox!.AppendAsync(new AppendRequest(message));
    }

    public async Task<int> UnreadAsync()
    {
        using var client = await OpenAsync();
        return (await client.Inbox!.SearchAsync(MailKit.Search.SearchQuery.NotSeen)).Count;
    }

    public ValueTask DisposeAsync()
    {
        server?.Dispose();
        folder.Delete(true);
        return ValueTask.CompletedTask;
    }

    private async Task<ImapClient> OpenAsync()
    {
        var client = new ImapClient();
        await MailWay.OpenAsync(client, "localhost", port, MailTls.Implicit, User, Password, AuthorityFile, CancellationToken.None);
        await client.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        return client;
    }

    private string Configuration(string mail) => $$"""
        base_dir = {{folder.FullName}}/run
        state_dir = {{folder.FullName}}/state
        log_path = {{folder.FullName}}/log
        protocols = imap
        listen = 127.0.0.1
        ssl = required
        ssl_cert = <{{certificates.CertificateFile}}
        ssl_key = <{{certificates.KeyFile}}
        mail_location = maildir:{{mail}}/%u
        service imap-login {
          chroot =
          inet_listener imap {
            port = 0
          }
          inet_listener imaps {
            port = {{port}}
            ssl = yes
          }
        }
        passdb {
          driver = static
          args = password={{Password}}
        }
        userdb {
          driver = static
          args = uid={{(Environment.IsPrivilegedProcess ? "nobody" : Environment.UserName)}} gid=nogroup home={{mail}}/%u
        }
        first_valid_gid = 1
        {{(Environment.IsPrivilegedProcess ? "" : $"default_internal_user = {Environment.UserName}\ndefault_login_user = {Environment.UserName}")}}
        """;
}
