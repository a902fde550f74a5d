using System.Data;
using System.Net;
using System.Security.Authentication;
using Microsoft.Data.SqlClient;

namespace NhiPortal.Connectors;

/// <summary>One signed-in connection to a SQL Server that fails loudly and in time.</summary>
internal sealed class SqlServerSession : IAsyncDisposable
{
    public const string Program = "NhiPortal";

    private readonly SqlConnection connection;
    private readonly TimeSpan patience;

    private SqlServerSession(SqlConnection connection, TimeSpan patience) => (this.connection, this.patience) = (connection, patience);

    public static bool IsAddress(string? text, out Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address!) && address.Scheme == "sqlserver" && address.Host.Length > 0 && address.UserInfo.Length == 0 && address.AbsolutePath is "/" or "" && address.Query.Length == 0;

    /// <summary>The login or the password is wrong, switched off, locked or over.</summary>
    public static bool IsRefusedSignIn(ConnectorFault fault) => fault.InnerException is SqlException error && SqlServerFaults.RefusedSignIn.Contains(error.Number);

    public static async Task<SqlServerSession> OpenAsync(ConnectorSettings settings, CancellationToken cancellation)
    {
        var session = new SqlServerSession(new(await ConnectionStringAsync(settings, cancellation)), settings.Timeout);
        try
        {
            await session.GuardAsync(async limit =>
            {
                await session.connection.OpenAsync(limit);
                return true;
            }, cancellation);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>The server leaves out what a login may not see and says nothing, so half a catalogue would look whole.</summary>
    public static async Task<SqlServerSession> OpenToReadAsync(ConnectorSettings settings, CancellationToken cancellation)
    {
        var session = await OpenAsync(settings, cancellation);
        try
        {
            await using var command = session.Command(SqlServerTexts.MayRead);
            return await session.GuardAsync(command.ExecuteScalarAsync, cancellation) is 1 ? session
                : throw new ConnectorFault("The portal's login sees only a part of this server. Grant it VIEW ANY DEFINITION.", false);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public SqlCommand Command(string sql, params IEnumerable<(string Name, string Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = (int)patience.TotalSeconds;
        // A size of its own: one that is derived would make another plan for every length.
        foreach (var (name, value) in parameters)
            command.Parameters.Add(name, SqlDbType.NVarChar, 300).Value = value;
        return command;
    }

    public async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var command = Command(sql);
        await GuardAsync(command.ExecuteNonQueryAsync, cancellation);
    }

    public async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        // The library's own limits leave out the handshake.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await call(limit.Token);
        }
        catch (Exception error) when (limit.IsCancellationRequested && error is SqlException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // The library tells a cancelled call in several ways.
            cancellation.ThrowIfCancellationRequested();
            throw new ConnectorFault("The server did not answer in time.", true, error);
        }
        catch (SqlException error)
        {
            throw Causes(error).Any(cause => cause is AuthenticationException)
                ? new ConnectorFault("The server's certificate is not trusted, or it offers no TLS.", false, error)
                : SqlServerFaults.Of(error.Number, error.Class, error);
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException or TimeoutException || (error is InvalidOperationException && connection.State != ConnectionState.Open))
        {
            throw new ConnectorFault("The server cannot be reached or ended the connection.", true, error);
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    private static async Task<string> ConnectionStringAsync(ConnectorSettings settings, CancellationToken cancellation)
    {
        IsAddress(settings.Address, out var address);
        var here = address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
        return new SqlConnectionStringBuilder
        {
            DataSource = $"tcp:{address.IdnHost},{(address.IsDefaultPort ? 1433 : address.Port)}",
            InitialCatalog = "master",
            UserID = SqlServerTexts.Bounded(settings.User ?? ""),
            Password = SqlServerTexts.BoundedPassword(await settings.ReadSecretAsync(cancellation)),
            // Only on this machine may the server go unproven.
            Encrypt = here ? SqlConnectionEncryptOption.Optional : SqlConnectionEncryptOption.Mandatory,
            TrustServerCertificate = here,
            ConnectTimeout = settings.TimeoutSeconds,
            ConnectRetryCount = 0,
            Pooling = false,
            ApplicationName = Program,
        }.ConnectionString;
    }
}
