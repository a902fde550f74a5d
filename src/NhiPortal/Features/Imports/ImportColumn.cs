namespace NhiPortal.Features.Imports;

/// <summary>One column an imported file has: its heading, whether every file must have it, and what stands in it.</summary>
public sealed record ImportColumn(string Name, string Meaning, string Example, bool Required = false)
{
    /// <summary>Stands in an export and says nothing here; neither a template nor the page shows it.</summary>
    public bool PassedOver { get; init; }
}

/// <summary>One row of a file, with its cells under the kind's own columns, whatever order the file had them in.</summary>
public sealed class ImportLine(IReadOnlyList<ImportColumn> columns, int number, IReadOnlyList<string> cells, string? fault = null)
{
    /// <summary>As a spreadsheet counts; the header is row 1.</summary>
    public int Number => number;

    public IReadOnlyList<string> Cells => cells;

    /// <summary>Why the row cannot be understood at all; null when it can.</summary>
    public string? Fault => fault;

    /// <summary>The cell under a column, trimmed; empty when the file has no such column.</summary>
    public string this[string column]
    {
        get
        {
            for (var at = 0; at < columns.Count; at++)
                if (columns[at].Name == column)
                    return cells[at];
            throw new ArgumentException($"There is no column {column}.", nameof(column));
        }
    }
}
