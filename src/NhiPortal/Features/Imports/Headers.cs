using NhiPortal.Domain;

namespace NhiPortal.Features.Imports;

/// <summary>Finds the columns of a kind under the headings of a file, and names every heading that does not fit.</summary>
public static class Headers
{
    /// <returns>For each column its place in the file, or -1 for a column the file leaves out.</returns>
    public static Result<int[]> Map(IReadOnlyList<string> headings, IReadOnlyList<ImportColumn> columns)
    {
        var names = headings.Select(Plain).ToList();
        while (names.Count > 0 && names[^1].Length == 0)
            names.RemoveAt(names.Count - 1);
        var known = columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var faults = columns.Where(column => column.Required && !names.Contains(column.Name)).Select(column => $"“{column.Name}” is missing")
            .Concat(names.Select((name, at) => (name, at)).Where(heading => !known.Contains(heading.name)).Select(heading => Unknown(heading.name, heading.at, columns)))
            .Concat(names.GroupBy(name => name).Where(group => known.Contains(group.Key) && group.Count() > 1).Select(group => $"“{group.Key}” stands there {group.Count()} times"))
            .ToList();
        return faults.Count == 0
            ? columns.Select(column => names.IndexOf(column.Name)).ToArray()
            : new Refusal("headers", $"The headings in row 1 do not fit: {string.Join("; ", faults.Take(20))}. Nothing was read; the template shows the headings.");
    }

    /// <summary>Headings as people and exports write them: "Business owner" and "BusinessOwner" are business_owner.</summary>
    private static string Plain(string heading) => string.Concat(heading.Trim().Select((letter, at) => at > 0 && char.IsAsciiLetterUpper(letter) && char.IsAsciiLetterLower(heading.Trim()[at - 1]) ? $"_{letter}" : $"{letter}"))
        .ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    private static string Unknown(string name, int at, IReadOnlyList<ImportColumn> columns)
    {
        if (name.Length == 0)
            return $"column {SheetCells.Letters(at)} has no heading";
        var near = columns.Select(column => (column.Name, Far: Distance(column.Name, name))).MinBy(pair => pair.Far);
        var shown = name.Length > 60 ? name[..60] + "…" : name;
        return near.Far <= 3 ? $"“{shown}” is not known (did you mean “{near.Name}”?)" : $"“{shown}” is not known";
    }

    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 3)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (corner, left) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                left = Math.Min(Math.Min(left, row[j]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = row[j];
                row[j] = left;
            }
        }

        return row[b.Length];
    }
}
