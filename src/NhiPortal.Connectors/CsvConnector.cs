using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using NhiPortal.Domain.Discovery;

namespace NhiPortal.Connectors;

/// <summary>A file an operator, or a job of theirs, drops: one line an account, headers as docs/operate.md lists them.</summary>
public sealed class CsvConnector(ConnectorSettings settings, TimeProvider time) : IConnector
{
    public static readonly ConnectorRegistration Registration = new("Csv", Check, (settings, time) => new CsvConnector(settings, time));

    private const int LongestLine = 64 * 1024;
    private static readonly string[] Known = ["id", "account", "name", "kind", "enabled", "administrator", "roles", "can", "owner", "created", "last_login", "secret_set", "secret_ends"];
    private static readonly CsvReaderOptions Options = CsvReaderOptions.Default with
    {
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        IncludeValuesInExceptions = false,
        MaxRecordSize = LongestLine,
        TrackLineNumbers = true,
    };

    public IAsyncEnumerable<FoundAccount> ReadAccountsAsync(CancellationToken cancellation) => ReadAsync(cancellation).Bounded(cancellation: cancellation);

    private static IEnumerable<ConnectorSettingFault> Check(ConnectorSettings settings)
    {
        if (settings.Address is null)
            yield return new(nameof(settings.Address), "is missing.", "the file with the target's accounts.");
    }

    private async IAsyncEnumerable<FoundAccount> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var file = Open();
        var (length, written) = (file.Length, File.GetLastWriteTimeUtc(file.Name));
        await using var reader = CsvReader.Create(file, Options, leaveOpen: true);
        var columns = await HeadersAsync(reader, cancellation);
        while (await NextAsync(reader, cancellation))
            yield return Account(reader, columns);
        if (file.Length != length || File.GetLastWriteTimeUtc(file.Name) != written)
            throw new ConnectorFault("The file was changed while it was read.", true);
    }

    private FileStream Open()
    {
        try
        {
            var file = new FileStream(settings.Address!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024, useAsync: true);
            var age = time.GetUtcNow() - new DateTimeOffset(File.GetLastWriteTimeUtc(file.Name));
            var fault = age > TimeSpan.FromDays(settings.OldestDays) ? new ConnectorFault($"The file is {age.TotalDays:0} days old; it says nothing about today.", true)
                : !EndsLine(file) ? new ConnectorFault("The file does not end with a whole line; it was not written to its end.", true)
                : null;
            if (fault is null)
                return file;
            file.Dispose();
            throw fault;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorFault("The file is not there or cannot be opened.", true, error);
        }
    }

    // A copy cut short seldom ends with a line; without this its accounts would look as if they were gone.
    private static bool EndsLine(FileStream file)
    {
        if (file.Length == 0)
            return false;
        file.Seek(-1, SeekOrigin.End);
        var last = file.ReadByte();
        file.Seek(0, SeekOrigin.Begin);
        return last == '\n';
    }

    private static async Task<Dictionary<string, int>> HeadersAsync(CsvReader reader, CancellationToken cancellation)
    {
        await GuardAsync(reader, async () =>
        {
            await reader.ReadHeaderAsync(cancellation);
            return true;
        });
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, name) in reader.Headers.Select(header => header.Trim()).Index())
            if (!Known.Contains(name, StringComparer.OrdinalIgnoreCase) || !columns.TryAdd(name, index))
                throw new ConnectorFault($"Column {index + 1} is unknown or there twice. Known are {string.Join(", ", Known)}.", false);
        return columns.ContainsKey("account") ? columns : throw new ConnectorFault("The column \"account\" is missing.", false);
    }

    private static ValueTask<bool> NextAsync(CsvReader reader, CancellationToken cancellation) => GuardAsync(reader, () => reader.ReadAsync(cancellation));

    private static async ValueTask<bool> GuardAsync(CsvReader reader, Func<ValueTask<bool>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (error is CsvFormatException or IOException)
        {
            throw new ConnectorFault($"The file is not as it should be near line {reader.LineNumber}.", false, error);
        }
    }

    private static FoundAccount Account(CsvReader reader, Dictionary<string, int> columns)
    {
        string? Text(string column) => columns.TryGetValue(column, out var index) && reader.GetString(index).Trim() is { Length: > 0 } text ? text : null;
        ConnectorFault Bad(string column, string expected) => new($"Line {reader.LineNumber}: {column} must be {expected}.", false);
        bool Flag(string column, bool missing) => Text(column)?.ToLowerInvariant() switch
        {
            null => missing,
            "true" or "yes" or "1" => true,
            "false" or "no" or "0" => false,
            _ => throw Bad(column, "true or false"),
        };
        DateTimeOffset? Time(string column) => Text(column) is not { } text ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at
            : throw Bad(column, "a time such as 2026-03-01T08:00:00Z");

        var name = Text("account") ?? throw Bad("account", "a name");
        string[] roles = [.. (Text("roles") ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        var administrator = Flag("administrator", false);
        return new()
        {
            Id = Text("id") ?? name,
            Name = name,
            DisplayName = Text("name"),
            Kind = Text("kind")?.ToLowerInvariant() switch
            {
                null or "unknown" => AccountKind.Unknown,
                "person" => AccountKind.Person,
                "service" => AccountKind.ServiceAccount,
                _ => throw Bad("kind", "person, service or unknown"),
            },
            Enabled = Flag("enabled", true),
            Administrator = administrator,
            Roles = roles,
            CanDo = Text("can") ?? (administrator ? "Administers the target." : "Nothing administrative is known."),
            OwnerHint = Text("owner"),
            CreatedAt = Time("created"),
            LastLoginAt = Time("last_login"),
            SecretSetAt = Time("secret_set"),
            SecretEndsAt = Time("secret_ends"),
        };
    }
}
