using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using NhiPortal.Notifications;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace NhiPortal.Tests.Features.Reminders;

/// <summary>A letter as the server took it, and how it came.</summary>
internal sealed record Delivered(MimeMessage Message, string From, string To, string? User, bool Encrypted);

/// <summary>
/// A real mail server on this machine with an authority of its own: encrypted, with sign-in, and able to refuse whom it
/// is told to.
/// </summary>
internal sealed class PostOffice : MessageStore, IMailboxFilter, IUserAuthenticator, IAsyncDisposable
{
    public const string Password = "correct horse battery staple";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-mail-");
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<Delivered> delivered = new();
    private readonly Task running;
    private readonly MailTls tls;

    private PostOffice(MailTls tls)
    {
        this.tls = tls;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var certificate = Certificate();
        var provider = new ServiceProvider();
        provider.Add((IMessageStore)this);
        provider.Add((IMailboxFilter)this);
        provider.Add((IUserAuthenticator)this);
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).IsSecure(tls == MailTls.Implicit).AuthenticationRequired(true).AllowUnsecureAuthentication(false);
            if (tls != MailTls.None)
                endpoint.Certificate(certificate);
        }).Build();
        running = new SmtpServer.SmtpServer(options, provider).StartAsync(stop.Token);
    }

    public int Port { get; }

    public IReadOnlyList<Delivered> Delivered => [.. delivered];

    /// <summary>What is answered to an address that is not taken.</summary>
    public ConcurrentDictionary<string, SmtpResponse> Refusals { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is answered to every letter's text.</summary>
    public SmtpResponse? ContentAnswer { get; set; }

    public string Accepts { get; set; } = Password;

    /// <summary>Passwords that anybody tried.</summary>
    public ConcurrentQueue<string> Tried { get; } = new();

    /// <summary>Called when a letter is in, before it is answered.</summary>
    public Action? OnDelivered { get; set; }

    public MailSettings Settings => new()
    {
        Host = "localhost",
        Port = Port,
        Tls = tls == MailTls.None ? MailTls.StartTls : tls,
        User = "nhiportal",
        Password = Password,
        From = "portal@nhi.example",
        AuthorityFile = Path.Combine(folder.FullName, "authority.pem"),
    };

    /// <param name="tls">What it offers; without, it takes letters from nobody.</param>
    public static PostOffice Open(MailTls tls = MailTls.StartTls) => new(tls);

    public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (ContentAnswer is { } no)
            return no;
        using var bytes = new MemoryStream(buffer.ToArray());
        delivered.Enqueue(new Delivered(
            await MimeMessage.LoadAsync(bytes, cancellationToken), $"{transaction.From.User}@{transaction.From.Host}", string.Join(',', transaction.To.Select(to => $"{to.User}@{to.Host}")),
            context.Authentication.User, context.Pipe.IsSecure));
        OnDelivered?.Invoke();
        return SmtpResponse.Ok;
    }

    public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
        Refusals.TryGetValue($"{to.User}@{to.Host}", out var no) ? throw new SmtpResponseException(no) : Task.FromResult(true);

    public Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken)
    {
        Tried.Enqueue(password);
        return Task.FromResult(user == "nhiportal" && password == Accepts);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
        stop.Dispose();
        folder.Delete(recursive: true);
    }

    private X509Certificate2 Certificate()
    {
        var (from, until) = (TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Post office authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(from, until);
        File.WriteAllText(Path.Combine(folder.FullName, "authority.pem"), root.ExportCertificatePem());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var own = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        own.CertificateExtensions.Add(names.Build());
        using var issued = own.Create(root, from, until.AddMinutes(-1), RandomNumberGenerator.GetBytes(16));
        using var keyed = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pfx), null);
    }
}
