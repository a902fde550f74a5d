using Bunit;
using NhiPortal.Domain;
using NhiPortal.Features.AccessRules;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.AccessRules;

/// <summary>A rule is written, tried and published without a line of JSON, and offered only to whom it belongs.</summary>
public sealed class AccessRulePagesTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
        await portal.AddUnlockAsync(org);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Tenants_ShowsThoseOfTheReader_AndAnAuditorCanChangeNothing()
    {
        await portal.PublishAsync(org, RuleScene.DenyUnlock);
        await using var page = await PortalPage.OpenAsync(portal, org.Staff, Role.Auditor);
        Assert.Contains("Version 1", page.Show<AccessRuleTenants>("/policies/access-rules", "td.cell-main").Markup, StringComparison.Ordinal);
        var rules = page.Show<AccessRulesPage>("/policies/access-rules/home", ".policy-card", with => with.Add(p => p.Tenant, "home"));
        Assert.Contains("Deny when the action is “account.unlock”.", rules.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Change the rules", rules.Markup, StringComparison.Ordinal);
        var draft = page.Show<AccessRuleDraftPage>("/policies/access-rules/home/draft", ".policy-card", with => with.Add(p => p.Tenant, "home"));
        Assert.Empty(draft.FindAll(".policy-card-acts"));
        var version = page.Show<AccessRuleVersionPage>("/policies/access-rules/home/1", ".policy-card", with => with.Add(p => p.Tenant, "home").Add(p => p.Number, 1));
        Assert.Contains("New: Deny when", version.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_RuleAndExample_AreWrittenByForm_AndAFailingExampleBarsPublishing()
    {
        await using var page = await PortalPage.OpenAsync(portal, org.Nora, Role.IamStaff);
        var shown = page.Show<AccessRuleDraftPage>("/policies/access-rules/home/draft", "#draft-rules", with => with.Add(p => p.Tenant, "home"));
        await PortalPage.Button(shown, "Add a rule").ClickAsync();
        await shown.Find("#access-rule-name").ChangeAsync("Not the chiefs");
        await shown.Find("#condition-1-values").ChangeAsync("account.unlock");
        await shown.Find("button[aria-label='Add a group to the rule']").ClickAsync();
        await shown.Find("#condition-2-shape").ChangeAsync("None");
        await shown.Find("#condition-2-1-property").ChangeAsync("resource.owner");
        await shown.Find("form.rule-editor").SubmitAsync();
        Assert.Contains("is no property", shown.Find("form.rule-editor [role=alert]").TextContent, StringComparison.Ordinal);
        await shown.Find("#condition-2-1-property").ChangeAsync("resource.id");
        await shown.Find("#condition-2-1-how").ChangeAsync("Prefix");
        await shown.Find("#condition-2-1-values").ChangeAsync("u");
        await shown.Find("form.rule-editor").SubmitAsync();
        shown.WaitForState(() => shown.Markup.Contains("Deny when the action is “account.unlock” and the resource does not begin with “u”.", StringComparison.Ordinal), PortalPage.Patience);

        await PortalPage.Button(shown, "Add an example").ClickAsync();
        await shown.Find("#rule-test-name").ChangeAsync("a chief");
        await shown.Find("#rule-test-call").ChangeAsync("""{"action":{"name":"account.unlock"},"resource":{"id":"chief"}}""");
        await shown.Find("form.rule-editor").SubmitAsync();
        shown.WaitForState(() => shown.Markup.Contains("Gets: Deny", StringComparison.Ordinal), PortalPage.Patience);
        await PortalPage.Button(shown, "Save the draft").ClickAsync();
        shown.WaitForState(() => shown.Markup.Contains("Saved last by Nora", StringComparison.Ordinal), PortalPage.Patience);
        Assert.Contains("An example is not answered as it says.", shown.Markup, StringComparison.Ordinal);
        Assert.True(PortalPage.Button(shown, "Publish…").HasAttribute("disabled"));

        await shown.Find("button[aria-label='Edit example a chief']").ClickAsync();
        await shown.Find("#rule-test-expected").ChangeAsync("Deny");
        await shown.Find("form.rule-editor").SubmitAsync();
        shown.WaitForState(() => shown.Markup.Contains("1 of 1 as expected", StringComparison.Ordinal), PortalPage.Patience);
        Assert.Contains("It lets no more through in any case", shown.Markup, StringComparison.Ordinal);
        await PortalPage.Button(shown, "Look back").ClickAsync();
        shown.WaitForState(() => shown.Markup.Contains("Nothing was decided here lately.", StringComparison.Ordinal), PortalPage.Patience);
    }

    [Fact]
    public async Task Draft_PackBrought_TakesThePlaceOfWhatWasThere_AndAWrongOneOfNothing()
    {
        await using var page = await PortalPage.OpenAsync(portal, org.Nora, Role.IamStaff);
        var shown = page.Show<AccessRuleDraftPage>("/policies/access-rules/home/draft", "#rule-pack", with => with.Add(p => p.Tenant, "home"));
        await shown.Find("#rule-pack").ChangeAsync("""{"rules":[],"what":1}""");
        await shown.Find("#rule-pack").Closest("form")!.SubmitAsync();
        Assert.Contains("is unknown in the pack", shown.Markup, StringComparison.Ordinal);
        await shown.Find("#rule-pack").ChangeAsync(RuleScene.AllowUnlock);
        await shown.Find("#rule-pack").Closest("form")!.SubmitAsync();
        shown.WaitForState(() => shown.Markup.Contains("New: Allow when the action is “account.unlock”.", StringComparison.Ordinal), PortalPage.Patience);
        Assert.Contains("a second person must agree", shown.Markup, StringComparison.Ordinal);
    }
}
