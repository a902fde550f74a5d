using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Tests.Shell.Parts;

public class FilterBarTests
{
    [Fact]
    public async Task Typing_Pauses_WritesTheAddressOnce()
    {
        await using var context = new PartsContext();
        var nav = context.Services.GetRequiredService<NavigationManager>();
        nav.NavigateTo("list?page=4&sort=name");
        var bar = context.Render<FilterBar>(p => p.Add(f => f.SearchLabel, "Search"));
        bar.Find("input").Input("h");
        context.Time.Advance(TimeSpan.FromMilliseconds(200));
        bar.Find("input").Input("hr");
        context.Time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.EndsWith("list?page=4&sort=name", nav.Uri, StringComparison.Ordinal);
        context.Time.Advance(TimeSpan.FromMilliseconds(200));
        bar.WaitForAssertion(() => Assert.EndsWith("list?q=hr&sort=name", nav.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chips_SetFilters_EachCanBeRemovedAndForeignParametersStay()
    {
        await using var context = new PartsContext();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("list?state=open&state=due&tab=2");
        var bar = context.Render<FilterBar>(p => p.Add(f => f.Names, new Dictionary<string, string> { ["state"] = "State" }));
        Assert.Equal(["State: open", "State: due"], bar.FindAll(".filter-chip span").Select(s => s.TextContent));
        Assert.EndsWith("list?state=due&tab=2", bar.Find("[aria-label='Remove filter State: open']").GetAttribute("href"), StringComparison.Ordinal);
        Assert.EndsWith("list?tab=2", bar.Find(".clear-all").GetAttribute("href"), StringComparison.Ordinal);
    }
}
