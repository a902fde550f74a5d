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

    [Fact]
    public async Task Choices_FasterThanTheAddress_AddUp()
    {
        await using var context = new PartsContext();
        var nav = new SlowNavigation("list?page=4");
        context.Services.AddSingleton<NavigationManager>(nav);
        var bar = context.Render<FilterBar>(p => p.Add(f => f.SearchLabel, "Search").AddChildContent<FilterSelect>(p => p
            .Add(f => f.Title, "State").Add(f => f.Name, "state").Add(f => f.Choices, [("open", "Open"), ("due", "Due")])).AddChildContent<FilterInput>(p => p.Add(f => f.Title, "Key").Add(f => f.Name, "key")));

        bar.Find("select").Change("open");
        bar.Find("input[type=text]").Change("hr");
        bar.Find("input[type=search]").Change("sync");
        Assert.EndsWith("list?q=sync&key=hr&state=open", nav.Asked.Last(), StringComparison.Ordinal);
        Assert.EndsWith("list?q=sync&state=open", bar.Find("[aria-label='Remove filter key: hr']").GetAttribute("href"), StringComparison.Ordinal);

        nav.Arrive(nav.Asked[0]);
        bar.Find("select").Change("due");
        Assert.EndsWith("list?q=sync&key=hr&state=due", nav.Asked.Last(), StringComparison.Ordinal);
        nav.Arrive(nav.Asked.Last());
        nav.Arrive("list?state=due", followed: true);
        bar.Find("input[type=text]").Change("payroll");
        Assert.EndsWith("list?key=payroll&state=due", nav.Asked.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_FollowedWhileAChoiceIsOnItsWay_IsTheNewTruth()
    {
        await using var context = new PartsContext();
        var nav = new SlowNavigation("list");
        context.Services.AddSingleton<NavigationManager>(nav);
        var bar = context.Render<FilterBar>(p => p.AddChildContent<FilterInput>(p => p.Add(f => f.Title, "Key").Add(f => f.Name, "key")));
        bar.Find("input").Change("hr");
        nav.Arrive("list?sort=name", followed: true);
        Assert.Empty(bar.FindAll(".filter-chip"));
    }

    /// <summary>As in a browser behind a slow line: the address changes when it is told to have changed.</summary>
    private sealed class SlowNavigation : NavigationManager
    {
        public SlowNavigation(string at) => Initialize("http://localhost/", $"http://localhost/{at}");

        public List<string> Asked { get; } = [];

        public void Arrive(string uri, bool followed = false)
        {
            Uri = ToAbsoluteUri(uri).ToString();
            NotifyLocationChanged(followed);
        }

        protected override void NavigateToCore(string uri, NavigationOptions options) => Asked.Add(uri);
    }
}
