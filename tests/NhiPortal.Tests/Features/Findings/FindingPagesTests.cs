using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.People;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Integrations;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using FindingsPage = NhiPortal.Features.Findings.Findings;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Findings;

public sealed class FindingPagesTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;
    private FindingId id;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        var scene = await AccessMatrixTests.Scene.SetAsync(portal);
        org = scene.Org;
        id = await scene.FindingAsync();
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task List_ShowsWhyWhoAndWhen_AndCountsBySeverity()
    {
        await using var page = OpenStill(portal, org.Bea);
        var findings = page.Show<FindingsPage>("/findings", ".data-table td");
        var row = Words(findings.Find("tbody tr"));
        Assert.Contains("A credential should have been renewed", row, StringComparison.Ordinal);
        Assert.Contains("Ian", row, StringComparison.Ordinal);
        Assert.Equal(["All 1", "Critical 0", "High 1", "Medium 0", "Low 0"], findings.FindAll(".standing").Select(Words));
    }

    [Fact]
    public async Task List_OfOthers_IsEmptyAndSaysWhy()
    {
        await using var page = OpenStill(portal, org.Nora);
        Assert.Contains("Every rule is kept", page.Show<FindingsPage>("/findings", ".empty-state").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owners_SeeWhatTheyOwnAndNothingElse()
    {
        // Findings of integrations Bea does not own, and one of the directory, which is Sam's.
        await ManyIntegrationsOfFindings.AddAsync(portal, org, 3);
        await portal.ArrangeAsync(db => db.People.Single(p => p.Id == org.Sam.Id).SetStatus(PersonStatus.Left, portal.Now));
        await portal.Get<EvaluateFindings>().RunAsync(TestContext.Current.CancellationToken);
        var all = await SeenAsync(As(org.Staff, Role.Auditor));
        Assert.Contains(all, row => row is { Integration: null, Target: "corp-directory" });
        Assert.Equal(all.Where(row => row.Integration == "hr-sync"), await SeenAsync(As(org.Bea)));
        Assert.Empty(await SeenAsync(As(org.Nora)));
        Assert.Empty(await SeenAsync(As(org.Stranger, Role.IamStaff)));
        foreach (var row in all.Where(row => row.Integration != "hr-sync"))
            Assert.Null(await portal.Get<FindingDetailQuery>().RunAsync(As(org.Bea), row.Id.Value, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Page_LeadsToWhereItIsPutRight_AndAsksForAnException()
    {
        await using var page = OpenStill(portal, org.Bea);
        var shown = page.Show<FindingPage>($"/findings/{id}", ".timeline", p => p.Add(x => x.Id, id.Value));
        Assert.EndsWith("#rotation", shown.Find(".finding-way").GetAttribute("href"), StringComparison.Ordinal);
        Button(shown, "Ask for an exception").Click();
        shown.WaitForElement("form", Patience);
        shown.FindAll("textarea")[0].Input("The vendor delivers in spring");
        shown.FindAll("textarea")[1].Input("Watched by the night shift");
        shown.Find("form").Submit();
        shown.WaitForAssertion(() => Assert.Contains("Waits for another person", shown.Markup, StringComparison.Ordinal), Patience);

        await using var other = OpenStill(portal, org.Staff, Role.SecurityOperations);
        var agreeing = other.Show<FindingPage>($"/findings/{id}", ".timeline", p => p.Add(x => x.Id, id.Value));
        Button(agreeing, "Agree").Click();
        other.Dialogs.WaitForElement("form", Patience);
        other.Dialogs.Find("form").Submit();
        agreeing.WaitForAssertion(() => Assert.Contains("Accepted as an exception", agreeing.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Page_OfSomebodyElses_SaysThereIsNone()
    {
        await using var page = OpenStill(portal, org.Nora);
        Assert.Contains("There is no such finding for you", page.Show<FindingPage>($"/findings/{id}", ".empty-state", p => p.Add(x => x.Id, id.Value)).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_ShowTheirOwnTexts()
    {
        await using var page = OpenStill(portal, org.Nora);
        var rules = page.Show<FindingRuleList>("/findings/rules", ".rules");
        Assert.All(FindingRules.All, rule => Assert.Contains(rule.Explanation, rules.Find($"#{rule.Name}").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Passport_ShowsTheNumberWithItsFacts()
    {
        await using var page = OpenStill(portal, org.Bea);
        var passport = page.Show<IntegrationPassport>("/integrations/hr-sync", "#risk", p => p.Add(x => x.Key, "hr-sync"));
        Assert.Contains("45 of 100", Words(passport.Find("#risk")), StringComparison.Ordinal);
        Assert.Contains("It may create administrators +20", Words(passport.Find("#risk")).Replace("administrators+", "administrators +", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Single(passport.FindAll("#findings li"));
    }

    [Fact]
    public async Task Integrations_SortAndFilterByRisk()
    {
        await ManyIntegrationsOfFindings.AddAsync(portal, org, 5);
        await portal.Get<EvaluateFindings>().RunAsync(TestContext.Current.CancellationToken);
        var pages = portal.Get<IntegrationPageQuery>();
        var sorted = await pages.RunAsync(As(org.Staff, Role.IamStaff), new(), new(IntegrationSort.Risk, true), 0, 50, TestContext.Current.CancellationToken);
        Assert.Equal([70, 70, 70, 70, 70, 45], sorted.Entries.Select(entry => entry.Risk));
        var risky = await pages.RunAsync(As(org.Staff, Role.IamStaff), new() { Risk = 60 }, new(IntegrationSort.Name, false), 0, 50, TestContext.Current.CancellationToken);
        Assert.Equal((5, 5), (risky.Total, risky.Entries.Count(entry => entry.Risk == 70)));
    }

    private async Task<IReadOnlyList<FindingRow>> SeenAsync(Actor actor) =>
        (await portal.Get<FindingListQuery>().RunAsync(actor, new(), 0, 200, TestContext.Current.CancellationToken)).Rows;
}
