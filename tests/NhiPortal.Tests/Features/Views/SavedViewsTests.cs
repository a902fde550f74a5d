using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Features.Views;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Views;

/// <summary>Filters and order of a list under a name, for one person alone.</summary>
public sealed class SavedViewsTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task View_KeptRenamedDeleted_IsItsPersonsAlone()
    {
        var kept = await SaveAsync("Open gaps", "?standing=Gap&sort=name");
        Assert.Equal(kept.Value, (await SaveAsync("open GAPS", "?standing=Gap")).Value);
        Assert.Equal(new ViewLink(kept.Value, "Open gaps", "?standing=Gap"), Assert.Single(await ReadAsync(org.Bea)));
        Assert.Empty(await ReadAsync(org.Ian));

        await SaveAsync("Mine", "?owner=me");
        Assert.Equal("name_taken", (await portal.Get<RenameView>().RunAsync(As(org.Bea), kept.Value, "mine", Stop)).Refusal?.Code);
        Assert.Equal("not_found", (await portal.Get<RenameView>().RunAsync(As(org.Ian), kept.Value, "Theirs", Stop)).Refusal?.Code);
        Assert.True((await portal.Get<RenameView>().RunAsync(As(org.Bea), kept.Value, "Gaps", Stop)).Succeeded);
        Assert.Equal(["Gaps", "Mine"], (await ReadAsync(org.Bea)).Select(view => view.Name));
        Assert.Equal("not_found", (await portal.Get<DeleteView>().RunAsync(As(org.Ian), kept.Value, Stop)).Refusal?.Code);
        Assert.True((await portal.Get<DeleteView>().RunAsync(As(org.Bea), kept.Value, Stop)).Succeeded);
        Assert.Equal(["Mine"], (await ReadAsync(org.Bea)).Select(view => view.Name));
    }

    [Theory]
    [InlineData("", "?standing=Gap", "missing")]
    [InlineData("A name", "https://elsewhere.example", "not_kept")]
    [InlineData("A name far longer than anybody would ever want to read on such a small tag", "", "too_long")]
    public async Task View_BadInput_IsRefused(string name, string query, string code) => Assert.Equal(code, (await SaveAsync(name, query)).Refusal?.Code);

    [Fact]
    public async Task View_TooMany_IsRefused()
    {
        for (var n = 0; n < SavedView.Most; n++)
            Assert.True((await SaveAsync($"View {n}", "")).Succeeded);
        Assert.Equal("too_many_views", (await SaveAsync("One more", "")).Refusal?.Code);
    }

    [Fact]
    public async Task Page_KeepsWhatIsShown_AndLeadsBackToIt()
    {
        await using var page = await OpenAsync(portal, org.Bea);
        var views = page.Render<SavedViews>(parameters => parameters.Add(v => v.Place, "/owners").Add(v => v.Query, "?standing=Gap"));
        views.Find("input").Input("Open gaps");
        Button(views, "Keep").Click();
        Button(views, "Open gaps");
        Assert.Equal("/owners?standing=Gap", views.Find(".view-link").GetAttribute("href"));
        views.Find("[aria-label='Delete the view Open gaps']").Click();
        views.WaitForAssertion(() => Assert.Empty(views.FindAll(".view-link")), Patience);
    }

    private Task<Result<Guid>> SaveAsync(string name, string query) => portal.Get<SaveView>().RunAsync(As(org.Bea), "/owners", name, query, Stop);

    private Task<IReadOnlyList<ViewLink>> ReadAsync(Person person) => portal.Get<SavedViewsQuery>().RunAsync(As(person), "/owners", Stop);
}
