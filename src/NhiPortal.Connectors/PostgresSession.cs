using System.Net;
using Npgsql;

namespace NhiPortal.Connectors;

/// <summary>One signed-in connection to a PostgreSQL server that fails loudly and in time.</summary>
internal sealed class PostgresSession : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly TimeSpan patience;

    private PostgresSession(NpgsqlConnection connection, TimeSpan patience) => (this.connection, this.patience) = (connection, patience);

    public static bool IsAddress(string? text, out Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address!) && address.Scheme == "postgres" && address.Host.Length > 0 && address.UserInfo.Length == 0 && address.AbsolutePath.Length > 1;

    /// <summary>The user or the password is wrong, or the role may not sign in.</summary>
    public static bool IsRefusedSignIn(ConnectorFault fault) => fault.InnerException is PostgresException { SqlState: ['2', '8', ..] };

    public static async Task<PostgresSession> OpenAsync(ConnectorSettings settings, CancellationToken cancellation)
    {
        var session = new PostgresSession(new(await ConnectionStringAsync(settings, cancellation)), settings.Timeout);
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

    public NpgsqlCommand Command(string sql, params IEnumerable<(string Name, object Value)> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    public async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var command = Command(sql);
        await GuardAsync(command.ExecuteNonQueryAsync, cancellation);
    }

    public async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        // The library's own limits leave out the TLS handshake.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new ConnectorFault("The server did not answer in time.", true, error);
        }
        catch (PostgresException error)
        {
            throw FaultOf(error);
        }
        catch (NpgsqlException error) when (error.InnerException is System.Security.Authentication.AuthenticationException)
        {
            throw new ConnectorFault("The server's certificate is not trusted, or it offers no TLS.", false, error);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException && !cancellation.IsCancellationRequested)
        {
            throw new ConnectorFault(error is TimeoutException || error.InnerException is TimeoutException ? "The server did not answer in time." : "The server cannot be reached or ended the connection.", true, error);
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static ConnectorFault FaultOf(PostgresException error) => error.SqlState switch
    {
        ['2', '8', ..] => new("The server refuses the user or the password.", false, error),
        PostgresErrorCodes.InsufficientPrivilege => new("The portal's role at the server may not do this.", false, error),
        PostgresErrorCodes.UndefinedObject => new("There is no such role.", false, error),
        PostgresErrorCodes.DependentObjectsStillExist => new("The role still owns things in the cluster, so it cannot be deleted.", false, error),
        // Two changed the same row of the catalogue; the server says "tuple concurrently updated" as an internal error.
        PostgresErrorCodes.InternalError when error.MessageText.Contains("concurrently", StringComparison.Ordinal) => new("Somebody else changed the same role at the same moment.", true, error),
        PostgresErrorCodes.UniqueViolation => new("Somebody else made the same role at the same moment.", true, error),
        var state => new($"The server answered with error {state}.", error.IsTransient, error),
    };

    private static async Task<string> ConnectionStringAsync(ConnectorSettings settings, CancellationToken cancellation)
    {
        IsAddress(settings.Address, out var address);
        var here = address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
        return new NpgsqlConnectionStringBuilder
        {
            Host = address.IdnHost,
            Port = address.IsDefaultPort ? 5432 : address.Port,
            Database = Uri.UnescapeDataString(address.AbsolutePath[1..]),
            Username = settings.User,
            Password = await settings.ReadSecretAsync(cancellation),
            // Only on this machine may the password travel in the clear.
            SslMode = here && settings.AuthorityFile is null ? SslMode.Prefer : SslMode.VerifyFull,
            RootCertificate = settings.AuthorityFile,
            Timeout = settings.TimeoutSeconds,
            CommandTimeout = settings.TimeoutSeconds,
            CancellationTimeout = 2000,
            Pooling = false,
            ApplicationName = "NhiPortal",
        }.ConnectionString;
    }
}
