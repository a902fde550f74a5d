using NhiPortal.Domain;

namespace NhiPortal.Features.Imports;

/// <summary>One row as a file holds it, before anybody knows what its cells mean.</summary>
internal sealed record SheetRow(int Number, IReadOnlyList<string> Cells, int? BadCell = null, string? Fault = null)
{
    public bool IsBlank => BadCell is null && Cells.All(string.IsNullOrWhiteSpace);
}

/// <summary>A file that is being read: how it was understood, and its rows one after the other.</summary>
internal sealed record Sheet(string ReadAs, IEnumerable<SheetRow> Rows);

/// <summary>The bounds of what is read, and the names of cells.</summary>
internal static class SheetCells
{
    public const int MostRows = 200_000;
    public const int MostColumns = 100;
    public const int LongestCell = 4_000;
    public const long LargestFile = 60L * 1024 * 1024;

    public const string Formula = "holds a formula; put its value in its place";

    public static Refusal TooManyRows => new("too_many_rows", $"The file has more than {MostRows:N0} rows. Split it; nothing was read.");

    /// <summary>A, B, … Z, AA as spreadsheets name columns.</summary>
    public static string Letters(int column)
    {
        var name = "";
        for (var n = column + 1; n > 0; n = (n - 1) / 26)
            name = (char)('A' + (n - 1) % 26) + name;
        return name;
    }

    /// <summary>What is wrong with a cell's text; null when it can be read.</summary>
    public static string? Fault(string text) =>
        text.Length > LongestCell ? $"has {text.Length:N0} characters; at most {LongestCell:N0} are read"
        : text.StartsWith('=') ? Formula
        : null;
}
