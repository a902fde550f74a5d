using System.Text.Encodings.Web;
using System.Text.Json;
using NhiPortal.Data;

namespace NhiPortal.Features.Imports;

/// <summary>How a row's cells and changes are kept between the preview and the import.</summary>
internal static class ImportRowText
{
    private const int LongestReason = 2000;

    // Kept in the database and read back by this class alone; names stay readable there.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ImportRow Row(Guid import, ImportLine line, string key, RowVerdict verdict) => new()
    {
        ImportId = import,
        Number = line.Number,
        Key = key.Length > Domain.Text.Resource ? key[..Domain.Text.Resource] : key,
        Outcome = verdict.Outcome,
        Cells = JsonSerializer.Serialize(line.Cells, Plain),
        Changes = Changes(verdict),
        Reason = Cut(verdict.Reason),
    };

    public static string Changes(RowVerdict verdict) => JsonSerializer.Serialize(verdict.Changes, Plain);

    public static IReadOnlyList<FieldChange> Changes(string json) => JsonSerializer.Deserialize<List<FieldChange>>(json, Plain) ?? [];

    public static ImportLine Line(ImportRow row, IReadOnlyList<ImportColumn> columns) =>
        new(columns, row.Number, JsonSerializer.Deserialize<List<string>>(row.Cells, Plain) ?? []);

    public static string? Cut(string? reason) => reason is { Length: > LongestReason } ? reason[..LongestReason] : reason;
}
