using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.Features.Policy;

namespace NhiPortal.Tests.Features.Policy;

/// <summary>The pages show what is in force, what a draft changes and who could answer, and offer only what a person may do.</summary>
public sealed class PolicyPagesTests : IAsyncLifetime
{
    private PolicyScene scene = null!;

    public async ValueTask InitializeAsync() => scene = await PolicyScene.SetAsync();

    public ValueTask DisposeAsync() => scene.Portal.DisposeAsync();

    [Fact]
    public async Task Policies_ShowsRulesInForceAndVersions()
    {
        await using var page = await PortalPage.OpenAsync(scene.Portal, scene.Org.Staff, Role.Auditor);
        var shown = page.Show<Policies>("/policies", ".policy-rules");
        Assert.Equal(DefaultPolicy.Rules.Count, shown.FindAll(".policy-rules > li").Count);
        Assert.Contains("system owner and IAM owner must agree, in any order", shown.Markup, StringComparison.Ordinal);
        Assert.Contains("Version 1", shown.Find("td.cell-main").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Change the policy", shown.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_AuditorLooks_CanChangeNothing()
    {
        await using var page = await PortalPage.OpenAsync(scene.Portal, scene.Org.Staff, Role.Auditor);
        var shown = page.Show<PolicyDraftPage>("/policies/draft", ".policy-card");
        Assert.Empty(shown.FindAll(".policy-card-acts"));
        Assert.DoesNotContain("Save the draft", shown.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_RuleLoosened_SaysWhatAndAsksForASecondPerson()
    {
        await using var page = await PortalPage.OpenAsync(scene.Portal, scene.Org.Nora, Role.IamStaff);
        var shown = page.Show<PolicyDraftPage>("/policies/draft", ".policy-card");
        Assert.Contains("system owner: 1 eligible person today", shown.Markup, StringComparison.Ordinal);
        await shown.Find("button[aria-label='Edit Internal agent']").ClickAsync();
        await shown.Find("#rule-longest").ChangeAsync("600");
        await shown.Find("form.rule-editor").SubmitAsync();
        shown.WaitForState(() => shown.Markup.Contains("A grant lasts up to 10 h instead of 4 h.", StringComparison.Ordinal), PortalPage.Patience);
        Assert.Contains("a second person must agree", shown.Markup, StringComparison.Ordinal);
        await PortalPage.Button(shown, "Save the draft").ClickAsync();
        shown.WaitForState(() => shown.Markup.Contains("Saved last by Nora", StringComparison.Ordinal), PortalPage.Patience);
        Assert.Contains("Ask a second person…", shown.Markup, StringComparison.Ordinal);
        await PortalPage.Button(shown, "Look back").ClickAsync();
        shown.WaitForState(() => shown.Markup.Contains("Nothing was asked in these days.", StringComparison.Ordinal), PortalPage.Patience);
    }

    [Theory]
    [InlineData("#rule-longest", "0", "a grant lasts from 1 to 1440 minutes")]
    [InlineData("#rule-longest", "an hour", "The longest grant is not a whole number")]
    [InlineData("#rule-uses", "-1", "The use limit is not a whole number")]
    [InlineData("#rule-first-use", "5", "needs a use limit")]
    [InlineData("#rule-escalate", "soon", "The time to an escalation is not a whole number")]
    [InlineData("#rule-escalate", "1440", "before the request runs out")]
    [InlineData("#rule-pattern", "(", "is not a regular expression")]
    [InlineData("#stage-people-1", "0", "without a person")]
    [InlineData("#stage-role-1", "IamOwner", "does not ask the owner of the system touched")]
    [InlineData("#rule-name", " ", "The rule's name is missing")]
    public async Task Draft_RuleThatCannotBe_SaysWhyBesideItsFieldsAndTakesNothing(string field, string value, string told)
    {
        await using var page = await PortalPage.OpenAsync(scene.Portal, scene.Org.Nora, Role.IamStaff);
        var shown = page.Show<PolicyDraftPage>("/policies/draft", ".policy-card");
        await shown.Find("button[aria-label='Edit Internal agent']").ClickAsync();
        await shown.Find(field).ChangeAsync(value);
        await shown.Find("form.rule-editor").SubmitAsync();
        Assert.Contains(told, shown.Find("form.rule-editor [role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_Escalation_IsWritten_AndNeedsNoSecondPerson()
    {
        await using var page = await PortalPage.OpenAsync(scene.Portal, scene.Org.Nora, Role.IamStaff);
        var shown = page.Show<PolicyDraftPage>("/policies/draft", ".policy-card");
        await shown.Find("button[aria-label='Edit Internal agent']").ClickAsync();
        await shown.Find("#rule-escalate").ChangeAsync("90");
        await shown.Find("#rule-hours").ChangeAsync(true);
        await shown.Find("#hours-zone").ChangeAsync("Europe/Stockholm");
        await shown.Find("form.rule-editor").SubmitAsync();
        const string words = "What is not answered is escalated after 1 h 30 min of Mon, Tue, Wed, Thu, Fri, 08:00 to 17:00 (Europe/Stockholm)";
        shown.WaitForState(() => shown.Markup.Contains($"{words}; before: What is not answered is escalated to nobody.", StringComparison.Ordinal), PortalPage.Patience);
        Assert.DoesNotContain("a second person must agree", shown.Markup, StringComparison.Ordinal);
        await PortalPage.Button(shown, "Save the draft").ClickAsync();
        shown.WaitForState(() => shown.Markup.Contains("Saved last by Nora", StringComparison.Ordinal), PortalPage.Patience);
        Assert.True((await scene.PublishAsync(scene.Nora, await scene.TokenAsync())).Value > 1);
        var rule = (await scene.NewestAsync()).Rules.Single(rule => rule.Name == "Internal agent");
        Assert.Equal((90, "Europe/Stockholm"), (rule.EscalateAfterMinutes, rule.EscalationHours?.Zone));
    }

    [Fact]
    public async Task Draft_SavedByAnotherMeanwhile_TellsWhoAndKeepsWhatWasWritten()
    {
        await using var page = PortalPage.OpenStill(scene.Portal, scene.Org.Nora, Role.IamStaff);
        var shown = page.Show<PolicyDraftPage>("/policies/draft", ".policy-card");
        await shown.Find("button[aria-label='Remove Vendor-operated']").ClickAsync();
        await scene.SaveAsync(scene.Bea, default, PolicyScene.Stricter);
        await PortalPage.Button(shown, "Save the draft").ClickAsync();
        shown.WaitForState(() => shown.Markup.Contains("Bea saved this draft on", StringComparison.Ordinal), PortalPage.Patience);
        Assert.Contains("What Bea saved, against yours", shown.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Vendor-operated", shown.Find(".policy-cards").TextContent, StringComparison.Ordinal);

        await PortalPage.Button(shown, "Save mine in place of theirs").ClickAsync();
        shown.WaitForState(() => shown.Markup.Contains("Saved last by Nora", StringComparison.Ordinal), PortalPage.Patience);
        Assert.Contains("Written by Bea, Nora.", shown.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_Waiting_SaysToItsAuthorsWhyNotAndOffersItToOthers()
    {
        var saved = await scene.SaveAsync(scene.Nora, default, PolicyScene.Weaker);
        await scene.PublishAsync(scene.Nora, saved.Value);
        await using (var author = await PortalPage.OpenAsync(scene.Portal, scene.Org.Nora, Role.IamStaff))
        {
            var own = author.Show<PolicyDraftPage>("/policies/draft", ".policy-card");
            Assert.Contains("You wrote some of this draft.", own.Markup, StringComparison.Ordinal);
            Assert.DoesNotContain("Agree and publish", own.Markup, StringComparison.Ordinal);
        }

        await using var page = await PortalPage.OpenAsync(scene.Portal, scene.Org.Staff, Role.IamStaff);
        var shown = page.Show<PolicyDraftPage>("/policies/draft", ".policy-card");
        Assert.Empty(shown.FindAll(".policy-card-acts"));
        // The click ends with the dialog it opens.
        PortalPage.Button(shown, "Agree and publish…").Click();
        page.Dialogs.WaitForElement("#confirm-form", PortalPage.Patience);
        await page.Dialogs.Find("input[type=text]").InputAsync("version 2");
        await page.Dialogs.Find("#confirm-form").SubmitAsync();
        shown.WaitForState(() => shown.Markup.Contains("Draft of policy version 3", StringComparison.Ordinal), PortalPage.Patience);
        Assert.Equal(2, (await scene.NewestAsync()).Number);
    }

    [Fact]
    public async Task Version_ShowsHowItCameAndWhatItChanged()
    {
        var saved = await scene.SaveAsync(scene.Nora, default, PolicyScene.Weaker);
        await scene.PublishAsync(scene.Nora, saved.Value);
        await scene.AgreeAsync(scene.Staff, await scene.TokenAsync());
        await using var page = await PortalPage.OpenAsync(scene.Portal, scene.Org.Staff, Role.SecurityOperations);
        var shown = page.Show<PolicyVersionPage>("/policies/2", ".policy-shifts", parameters => parameters.Add(p => p.Number, 2));
        Assert.Contains("Nora", shown.Markup, StringComparison.Ordinal);
        Assert.Contains("agreed with the owners", shown.Markup, StringComparison.Ordinal);
        Assert.Contains("A grant lasts up to 10 h instead of 1 h.", shown.Markup, StringComparison.Ordinal);
    }
}
