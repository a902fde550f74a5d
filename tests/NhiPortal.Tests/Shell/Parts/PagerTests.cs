using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Tests.Shell.Parts;

public class PagerTests
{
    [Theory]
    [InlineData("list?q=hr&page=3&state=open", 1234, "First page=/list?q=hr&state=open|Previous page=/list?q=hr&state=open&page=2|Next page=/list?q=hr&state=open&page=4|Last page=/list?q=hr&state=open&page=50")]
    [InlineData("list", 1234, "Next page=/list?page=2|Last page=/list?page=50")]
    [InlineData("list?page=50", 1234, "First page=/list|Previous page=/list?page=49")]
    [InlineData("list", 25, "")]
    [InlineData("list", 0, "")]
    public async Task Pager_Address_LinksToTheOtherPages(string address, long total, string links)
    {
        await using var context = new PartsContext();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var pager = context.Render<Pager>(p => p.Add(x => x.Total, total));
        Assert.Equal(links, string.Join('|', pager.FindAll("a").Select(a => $"{a.GetAttribute("aria-label")}={new Uri(a.GetAttribute("href")!).PathAndQuery}")));
    }

    [Theory]
    [InlineData("list?page=2&size=50", 1234, false, "51–100 of 1,234", "Page 2 of 25")]
    [InlineData("list?page=50", 1234, false, "1,226–1,234 of 1,234", "Page 50 of 50")]
    [InlineData("list", 0, false, "No rows", "Page 1 of 1")]
    [InlineData("list", 400, true, "1–25 of 400+", "Page 1 of 16+")]
    public async Task Pager_Total_SaysWhereOneIs(string address, long total, bool estimate, string where, string page)
    {
        await using var context = new PartsContext();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var pager = context.Render<Pager>(p => p.Add(x => x.Total, total).Add(x => x.TotalIsEstimate, estimate));
        Assert.Equal(where, pager.Find(".pager-where").TextContent);
        Assert.Equal(page, pager.Find("[aria-current=page]").TextContent);
    }

    [Fact]
    public async Task Jump_PageBeyondTheEnd_GoesToTheLast()
    {
        await using var context = new PartsContext();
        var pager = context.Render<Pager>(p => p.Add(x => x.Total, 1234));
        pager.Find("input").Change("9999");
        Assert.EndsWith("?page=50", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }
}
