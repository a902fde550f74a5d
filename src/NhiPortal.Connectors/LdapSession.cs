using System.DirectoryServices.Protocols;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace NhiPortal.Connectors;

/// <summary>One encrypted, signed-in connection to a directory that fails loudly and in time.</summary>
internal sealed class LdapSession : IAsyncDisposable
{
    private const string ActiveDirectoryCapability = "1.2.840.113556.1.4.800";

    private readonly ConnectorSettings settings;
    private readonly LdapConnection connection;
    private readonly DirectoryInfo? trust;

    private LdapSession(ConnectorSettings settings, Uri address)
    {
        this.settings = settings;
        connection = new LdapConnection(new LdapDirectoryIdentifier(address.IdnHost, Port(address), true, false))
        {
            AuthType = AuthType.Basic,
            AutoBind = false,
            Timeout = settings.Timeout,
        };
        connection.SessionOptions.ProtocolVersion = 3;
        connection.SessionOptions.ReferralChasing = ReferralChasingOptions.None;
        if (settings.AuthorityFile is { } authorities)
        {
            if (OperatingSystem.IsWindows())
                throw new ConnectorFault("On Windows a directory is trusted through the machine's own store; leave AuthorityFile empty.", false);
            // The library takes a folder of authorities only.
            trust = Directory.CreateTempSubdirectory("nhiportal-ldap-");
            File.Copy(authorities, Path.Combine(trust.FullName, "authorities.pem"));
            connection.SessionOptions.TrustedCertificatesDirectory = trust.FullName;
            connection.SessionOptions.StartNewTlsSessionContext();
        }
    }

    public bool ActiveDirectory { get; private set; }

    public static bool IsAddress(string? text, out Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address!) && address.Scheme is "ldap" or "ldaps" && address.Host.Length > 0 && address.UserInfo.Length == 0 && address.AbsolutePath is "/" or "";

    public static async Task<LdapSession> OpenAsync(ConnectorSettings settings, CancellationToken cancellation)
    {
        var secret = await settings.ReadSecretAsync(cancellation);
        return await OpenAsync(settings, settings.User, secret, cancellation);
    }

    public static async Task<LdapSession> OpenAsync(ConnectorSettings settings, string? user, string secret, CancellationToken cancellation)
    {
        IsAddress(settings.Address, out var address);
        // An empty password would sign in as nobody, and nobody sees only a part.
        if (secret.Length == 0)
            throw new ConnectorFault("The secret is empty.", false);
        await ReachAsync(address, settings.Timeout, cancellation);
        var session = Make(settings, address);
        try
        {
            await session.SignInAsync(address.Scheme == "ldap", new(user, secret), cancellation);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>One entry, or null when it is not there or is something else.</summary>
    public async Task<SearchResultEntry?> ReadAsync(string name, string filter, string[] attributes, CancellationToken cancellation)
    {
        try
        {
            var found = (SearchResponse)await SendAsync(new SearchRequest(name, filter, SearchScope.Base, attributes), cancellation);
            return found.Entries.Count == 1 ? found.Entries[0] : null;
        }
        catch (ConnectorFault fault) when (fault.InnerException is DirectoryOperationException { Response.ResultCode: ResultCode.NoSuchObject or ResultCode.InvalidDNSyntax })
        {
            return null;
        }
    }

    public async IAsyncEnumerable<SearchResultEntry> SearchAsync(string under, string filter, string[] attributes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var page = new PageResultRequestControl(settings.PageSize) { IsCritical = true };
        var request = new SearchRequest(under, filter, SearchScope.Subtree, attributes);
        request.Controls.Add(page);
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var answer = (SearchResponse)await SendAsync(request, cancellation);
            // A domain always points to its own other partitions; anywhere else a reference is a part that was not read.
            if (answer.References.Count > 0 && !ActiveDirectory)
                throw new ConnectorFault("A part of the directory lies on another server, so it cannot be read whole.", false);
            foreach (SearchResultEntry entry in answer.Entries)
                yield return entry;
            page.Cookie = answer.Controls.OfType<PageResultResponseControl>().SingleOrDefault()?.Cookie
                ?? throw new ConnectorFault("The directory does not read by pages, so nothing tells whether it sent everything.", false);
        }
        while (page.Cookie.Length > 0);
    }

    /// <summary>A text inside a filter, whatever characters it has.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
            escaped.Append(c is '*' or '(' or ')' or '\\' or '\0' ? $"\\{(int)c:x2}" : c);
        return escaped.ToString();
    }

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        trust?.Delete(true);
        return ValueTask.CompletedTask;
    }

    private static LdapSession Make(ConnectorSettings settings, Uri address)
    {
        try
        {
            return new(settings, address);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorFault("The authority file cannot be read.", false, error);
        }
    }

    // The library itself waits minutes for a machine that is not there.
    private static async Task ReachAsync(Uri address, TimeSpan timeout, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            await client.ConnectAsync(address.IdnHost, Port(address), limit.Token);
        }
        catch (Exception error) when (error is SocketException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ConnectorFault("The server cannot be reached.", true, error);
        }
    }

    private async Task SignInAsync(bool startTls, NetworkCredential who, CancellationToken cancellation)
    {
        if (startTls)
        {
            // StartTLS works only on a connection that has exchanged something; what it says is not yet believed.
            await SendAsync(RootEntry(), cancellation);
            await InTimeAsync(() => connection.SessionOptions.StartTransportLayerSecurity(null), cancellation);
        }
        else
        {
            connection.SessionOptions.SecureSocketLayer = true;
        }

        await InTimeAsync(() => connection.Bind(who), cancellation);
        var root = (SearchResponse)await SendAsync(RootEntry(), cancellation);
        ActiveDirectory = root.Entries.Count == 1 && root.Entries[0].Texts("supportedCapabilities").Contains(ActiveDirectoryCapability);
    }

    private static SearchRequest RootEntry() => new("", "(objectClass=*)", SearchScope.Base, "supportedCapabilities");

    public Task<DirectoryResponse> SendAsync(DirectoryRequest request, CancellationToken cancellation) =>
        InTimeAsync(() => connection.SendRequest(request, settings.Timeout), cancellation);

    private Task<bool> InTimeAsync(Action call, CancellationToken cancellation) => InTimeAsync(() =>
    {
        call();
        return true;
    }, cancellation);

    // The library blocks and cannot be interrupted: a call given up ends on its own thread, when the server or the network lets it.
    private async Task<T> InTimeAsync<T>(Func<T> call, CancellationToken cancellation)
    {
        try
        {
            return await Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .WaitAsync(settings.Timeout + TimeSpan.FromSeconds(1), cancellation);
        }
        catch (Exception error) when (LdapFaults.Of(error) is { } fault)
        {
            throw fault;
        }
    }

    private static int Port(Uri address) => address.Port > 0 ? address.Port : address.Scheme == "ldaps" ? 636 : 389;
}
