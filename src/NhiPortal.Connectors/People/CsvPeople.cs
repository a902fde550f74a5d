using System.Runtime.CompilerServices;
using CsvHelper;
using NhiPortal.Domain.People;

namespace NhiPortal.Connectors.People;

/// <summary>Reads people from a CSV file in UTF-8 whose first line names the columns; other columns may stand beside them.</summary>
public sealed class CsvPeople(Func<Stream> open) : IPeopleSource
{
    public const string SourceName = "csv";

    /// <summary>Larger files are refused unread.</summary>
    public const long LongestFile = 50 * 1024 * 1024;

    private static readonly string[] Required = ["object_id", "name", "mail", "enabled"];
    private static readonly CsvReaderOptions Options = CsvReaderOptions.Default with { MaxRecordSize = 64 * 1024, TrackLineNumbers = true };

    public string Name => SourceName;

    public async IAsyncEnumerable<DirectoryEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = Open();
        await using var csv = CsvReader.Create(stream, Options, leaveOpen: true);
        var columns = await HeaderAsync(csv, cancellation);
        while (await NextAsync(csv, cancellation))
        {
            // Fewer fields than columns is how a file looks that was cut off while it was written.
            if (csv.FieldCount != columns.Count)
                throw new ConnectorFault($"Line {csv.LineNumber} of the file has {csv.FieldCount} fields, but its first line names {columns.Count}. The file may be cut off: export it again.", false);
            yield return Entry(csv, columns);
        }
    }

    private Stream Open()
    {
        try
        {
            var stream = open();
            if (!stream.CanSeek || stream.Length <= LongestFile)
                return stream;
            stream.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorFault($"The file cannot be opened: {error.Message}", false, error);
        }

        throw new ConnectorFault($"The file is larger than {LongestFile / 1024 / 1024} MB.", false);
    }

    private static async Task<Columns> HeaderAsync(CsvReader csv, CancellationToken cancellation)
    {
        try
        {
            await csv.ReadHeaderAsync(cancellation);
        }
        catch (Exception error) when (error is CsvFormatException or IOException)
        {
            throw new ConnectorFault($"The file cannot be read as CSV: {error.Message}", false, error);
        }

        var names = csv.Headers.Select(name => name.Trim().TrimStart('\uFEFF').ToLowerInvariant()).ToArray();
        if (Required.FirstOrDefault(name => !names.Contains(name)) is { } missing)
            throw new ConnectorFault($"The file's first line names no column {missing}. It must name {string.Join(", ", Required)}; manager and external may be added.", false);
        if (names.GroupBy(name => name).FirstOrDefault(same => same.Key.Length > 0 && same.Skip(1).Any()) is { } twice)
            throw new ConnectorFault($"The file's first line names the column {twice.Key} more than once.", false);
        int At(string name) => Array.IndexOf(names, name);
        return new(names.Length, At("object_id"), At("name"), At("mail"), At("enabled"), At("manager"), At("external"));
    }

    private static async Task<bool> NextAsync(CsvReader csv, CancellationToken cancellation)
    {
        try
        {
            return await csv.ReadAsync(cancellation);
        }
        catch (Exception error) when (error is CsvFormatException or IOException)
        {
            throw new ConnectorFault($"The file breaks off or is no CSV: {error.Message}", false, error);
        }
    }

    private static DirectoryEntry Entry(CsvReader csv, Columns columns)
    {
        string Field(int at) => at < 0 ? "" : csv.GetString(at).Trim();
        var (enabled, external) = (Flag(Field(columns.Enabled)), columns.External < 0 || Field(columns.External).Length == 0 ? false : Flag(Field(columns.External)));
        var entry = new DirectoryEntry
        {
            Place = $"Line {csv.LineNumber}",
            ObjectId = Field(columns.ObjectId),
            Name = Field(columns.Name),
            Mail = Field(columns.Mail),
            Enabled = enabled ?? false,
            Manager = Field(columns.Manager),
            External = external ?? false,
            Fault = enabled is null ? "enabled must be true or false." : external is null ? "external must be true or false." : null,
        };
        // What was not UTF-8 has become U+FFFD: a name is wrong then, and an id may mean somebody else.
        return $"{entry.ObjectId}{entry.Name}{entry.Mail}{entry.Manager}".Contains('\uFFFD')
            ? throw new ConnectorFault($"{entry.Place} of the file is not UTF-8 text. Export the file as UTF-8.", false)
            : entry;
    }

    private static bool? Flag(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "1" => true,
        "false" or "no" or "0" => false,
        _ => null,
    };

    private sealed record Columns(int Count, int ObjectId, int Name, int Mail, int Enabled, int Manager, int External);
}
