using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Tests.Shell.Parts;

public class DataTableTests
{
    private sealed record Row(int Id, string Name);

    private static readonly Row[] Rows = [new(1, "HR-Sync"), new(2, "Payroll")];

    [Fact]
    public async Task DataTable_Rows_LinksEachRowAndNamesEachCell()
    {
        await using var context = new PartsContext();
        var table = Draw(context, Rows, new());
        Assert.Equal(["/x/1", "/x/2"], table.FindAll("a[data-row]").Select(a => a.GetAttribute("href")));
        Assert.Equal(["Name", "Number"], table.FindAll("tbody tr:first-child td").Select(c => c.GetAttribute("data-label")));
        Assert.Equal("Integrations", table.Find("caption").TextContent);
    }

    [Fact]
    public async Task DataTable_SortedColumn_SaysSoAndOffersTheOtherWayRound()
    {
        await using var context = new PartsContext();
        var heading = Draw(context, Rows, ListQuery.Parse("?sort=name")).Find("th[aria-sort]");
        Assert.Equal("ascending", heading.GetAttribute("aria-sort"));
        Assert.EndsWith("?sort=-name", heading.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataTable_HiddenColumn_IsNotDrawn()
    {
        await using var context = new PartsContext();
        Assert.Equal(["Name"], Draw(context, Rows, ListQuery.Parse("?hide=number,name")).FindAll("th").Select(h => h.TextContent.Trim()));
    }

    [Fact]
    public async Task DataTable_NoRows_SaysSo()
    {
        await using var context = new PartsContext();
        Assert.Equal("Nothing here", Draw(context, [], new()).Find(".empty-title").TextContent);
    }

    [Fact]
    public async Task DataTable_RowsNotReadYet_IsBusy()
    {
        await using var context = new PartsContext();
        Assert.Equal("true", Draw(context, null, new()).Find("[role=region]").GetAttribute("aria-busy"));
    }

    private static IRenderedComponent<DataTable<Row>> Draw(PartsContext context, Row[]? rows, ListQuery state) =>
        context.Render<DataTable<Row>>(p => p.Add(t => t.Rows, rows).Add(t => t.Caption, "Integrations")
            .Add(t => t.Href, row => $"/x/{row.Id}").Add(t => t.State, state).Add(t => t.ChildContent, Columns));

    private static void Columns(RenderTreeBuilder builder)
    {
        builder.OpenComponent<Column<Row>>(0);
        builder.AddAttribute(1, "Title", "Name");
        builder.AddAttribute(2, "Sort", "name");
        builder.AddAttribute(3, "Text", (Func<Row, string?>)(row => row.Name));
        builder.CloseComponent();
        builder.OpenComponent<Column<Row>>(4);
        builder.AddAttribute(5, "Title", "Number");
        builder.AddAttribute(6, "Key", "number");
        builder.AddAttribute(7, "ChildContent", (RenderFragment<Row>)(row => content => content.AddContent(0, row.Id)));
        builder.CloseComponent();
    }
}
