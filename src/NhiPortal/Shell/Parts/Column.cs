using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace NhiPortal.Shell.Parts;

/// <summary>One column of a DataTable: its heading, how a row fills it, and whether the list can be ordered by it.</summary>
[CascadingTypeParameter(nameof(T))]
public sealed class Column<T> : ComponentBase
{
    [Parameter, EditorRequired] public required string Title { get; set; }

    /// <summary>The cell for one row.</summary>
    [Parameter] public RenderFragment<T>? ChildContent { get; set; }

    /// <summary>Plain text instead of a template.</summary>
    [Parameter] public Func<T, string?>? Text { get; set; }

    /// <summary>The column's name in ?sort=; null when the list cannot be ordered by it.</summary>
    [Parameter] public string? Sort { get; set; }

    /// <summary>The column's name in ?hide=; null when it is always shown.</summary>
    [Parameter] public string? Key { get; set; }

    /// <summary>The heading is only read out, as over a column of buttons.</summary>
    [Parameter] public bool Untitled { get; set; }

    /// <summary>Right-aligned figures.</summary>
    [Parameter] public bool Number { get; set; }

    /// <summary>Carries the row's link and heads the card on a phone; the first column unless another says so.</summary>
    [Parameter] public bool Main { get; set; }

    /// <summary>Never narrower than its content.</summary>
    [Parameter] public bool Tight { get; set; }

    /// <summary>Long text that may take several lines; other cells are cut at the column's edge.</summary>
    [Parameter] public bool Wrap { get; set; }
    [CascadingParameter] internal ColumnSet<T>? Columns { get; set; }

    internal string? Css => Number ? "cell-number" : Tight ? "cell-tight" : Wrap ? "cell-wrap" : null;

    internal RenderFragment Cell(T row) => builder =>
    {
        if (ChildContent is not null) builder.AddContent(0, ChildContent(row));
        else builder.AddContent(1, Text?.Invoke(row));
    };

    protected override void BuildRenderTree(RenderTreeBuilder builder) => Columns?.Add(this);
}

/// <summary>The columns a DataTable's content has declared while it was drawn.</summary>
public sealed class ColumnSet<T>
{
    private readonly List<Column<T>> columns = [];

    internal IReadOnlyList<Column<T>> All => columns;

    internal Column<T>? Main => columns.Find(c => c.Main) ?? columns.FirstOrDefault();

    internal void Add(Column<T> column)
    {
        if (!columns.Contains(column)) columns.Add(column);
    }

    internal void Clear() => columns.Clear();
}

/// <summary>Draws its content after its siblings, so that the columns before it have declared themselves.</summary>
public sealed class Later : ComponentBase
{
    [Parameter] public RenderFragment? ChildContent { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, ChildContent);
}
