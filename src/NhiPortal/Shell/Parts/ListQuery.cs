using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace NhiPortal.Shell.Parts;

/// <summary>The state of one list exactly as its address holds it: page, size, order, search, filters and hidden columns.
/// Whatever a person types into the address is brought into bounds, never trusted.</summary>
public sealed record ListQuery
{
    public const int DefaultSize = 25, LongestText = 200;
    public static readonly ImmutableArray<int> Sizes = [10, 25, 50, 100, 200];
    private const int MostFilters = 50;
    private static readonly ImmutableArray<string> Reserved = ["page", "size", "sort", "q", "hide"];
    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> NoFilters =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    public int Page { get; init; } = 1;
    public int Size { get; init; } = DefaultSize;

    /// <summary>The size the page starts with; only another one is written into the address.</summary>
    public int UsualSize { get; init; } = DefaultSize;
    public string? Sort { get; init; }
    public bool Descending { get; init; }
    public string? Q { get; init; }
    public ImmutableArray<string> Hidden { get; init; } = [];
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Filters { get; init; } = NoFilters;

    public int Skip => (Page - 1) * Size;

    /// <summary>The first value of a named filter, or null when it is not set.</summary>
    public string? Filter(string name) => Filters.TryGetValue(name, out var values) ? values[0] : null;

    public ImmutableArray<string> FilterValues(string name) => Filters.TryGetValue(name, out var values) ? values : [];

    /// <summary>Sets a filter (no values: removes it) and goes back to the first page.</summary>
    public ListQuery With(string name, params string?[] values)
    {
        if (Reserved.Contains(name)) throw new ArgumentException($"'{name}' is not a filter name.", nameof(name));
        var kept = Clean(values);
        return this with { Page = 1, Filters = kept.IsEmpty ? Filters.Remove(name) : Filters.SetItem(name, kept) };
    }

    public ListQuery Without(string name, string value) =>
        With(name, [.. FilterValues(name).Where(v => v != value)]);

    public ListQuery WithPage(int page) => this with { Page = Math.Max(1, page) };

    public ListQuery WithSize(int size) => this with { Page = 1, Size = NearestSize(size) };

    public ListQuery WithSearch(string? text) => this with { Page = 1, Q = Text(text) };

    /// <summary>Orders by this column; asked again for the same column, turns the order round.</summary>
    public ListQuery SortedBy(string column) =>
        this with { Page = 1, Descending = Sort == column && !Descending, Sort = column };

    /// <summary>Takes away the search and the filters; with names given, only those filters.</summary>
    public ListQuery Cleared(IEnumerable<string>? only = null) =>
        this with { Page = 1, Q = null, Filters = only is null ? NoFilters : Filters.RemoveRange(only) };

    public static ListQuery Parse(string uri, int defaultSize = DefaultSize)
    {
        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : uri[mark..].Split('#')[0];
        var usual = NearestSize(defaultSize);
        var result = new ListQuery { Size = usual, UsualSize = usual };
        foreach (var (key, values) in QueryHelpers.ParseQuery(query))
            result = key switch
            {
                "page" => result with { Page = Number(values[0], 1, int.MaxValue / 1000) },
                "size" => result with { Size = NearestSize(Number(values[0], defaultSize, int.MaxValue)) },
                "sort" when Text(values[0]?.Trim().TrimStart('-')) is { } column =>
                    result with { Sort = column, Descending = values[0]!.TrimStart().StartsWith('-') },
                "q" => result with { Q = Text(values[0]) },
                "hide" => result with { Hidden = Clean((values[0] ?? "").Split(',')) },
                _ when !Reserved.Contains(key) && Clean(values) is { IsEmpty: false } kept && key.Length is > 0 and <= LongestText
                    && result.Filters.Count < MostFilters => result with { Filters = result.Filters.SetItem(key, kept) },
                _ => result
            };
        return result;
    }

    /// <summary>The query string for this state, shortest form first ("" when everything is at its default).</summary>
    public string ToQueryString()
    {
        var parts = new List<KeyValuePair<string, string?>>();
        if (Q is not null) parts.Add(new("q", Q));
        foreach (var (name, values) in Filters)
            parts.AddRange(values.Select(v => new KeyValuePair<string, string?>(name, v)));
        if (Sort is not null) parts.Add(new("sort", Descending ? "-" + Sort : Sort));
        if (Size != UsualSize) parts.Add(new("size", Size.ToString(CultureInfo.InvariantCulture)));
        if (!Hidden.IsEmpty) parts.Add(new("hide", string.Join(',', Hidden)));
        if (Page > 1) parts.Add(new("page", Page.ToString(CultureInfo.InvariantCulture)));
        return QueryHelpers.AddQueryString("", parts);
    }

    /// <summary>The same address with this state in place of the one it held.</summary>
    public string UrlAt(string uri)
    {
        var path = uri.Split('?', '#')[0];
        return path + ToQueryString();
    }

    public bool Equals(ListQuery? other) => other is not null && UsualSize == other.UsualSize && ToQueryString() == other.ToQueryString();

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToQueryString());

    private static ImmutableArray<string> Clean(IEnumerable<string?> values) =>
        [.. values.Select(Text).OfType<string>().Distinct().Take(MostFilters)];

    private static string? Text(string? value)
    {
        var trimmed = value?.Trim();
        if (string.IsNullOrEmpty(trimmed)) return null;
        if (trimmed.Length <= LongestText) return trimmed;
        var end = char.IsHighSurrogate(trimmed[LongestText - 1]) ? LongestText - 1 : LongestText;
        return trimmed[..end].Trim();
    }

    private static int Number(string? text, int otherwise, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 ? Math.Min(n, most) : otherwise;

    private static int NearestSize(int size) => Sizes.MinBy(s => Math.Abs((long)s - size));
}
