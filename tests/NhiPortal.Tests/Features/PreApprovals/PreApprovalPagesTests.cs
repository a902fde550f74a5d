using Bunit;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.PreApprovals;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.PreApprovals;

/// <summary>A standing pre-approval on the screen: asked for, told from one action before it is approved, looked at and revoked.</summary>
public sealed class PreApprovalPagesTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task AskForm_Ticked_PreviewsTheTerms_AndAsks()
    {
        await PreApprovalScene.AllowAsync(portal);
        await using var page = await OpenAsync(portal, org.Bea);
        var form = page.Show<AskOnBehalf>("/requests/new?integration=hr-sync&standing=true", "form select");
        form.Find("select").Change("corp-directory");
        form.WaitForState(() => form.FindAll("form select").Count > 1, Patience);
        form.FindAll("form select")[1].Change("group.add_member");
        form.WaitForState(() => form.FindAll("#standing-uses").Count > 0, Patience);
        form.FindAll("form input[type=text]")[1].Change("*");
        form.FindAll("form input[type=text]")[2].Change("u55");
        form.Find("#standing-name").Change("Nightly joiners");
        form.Find("#standing-uses").Change("20");
        form.WaitForAssertion(() => Assert.Contains("Standing pre-approval “Nightly joiners”: up to 20 uses until 9 March 2026, at most 1 a day, each for up to 4 h", Words(form.Find(".ask-verdict")), StringComparison.Ordinal), Patience);
        form.Find("textarea").Change("Joiners come every night");
        form.Find("form").Submit();
        form.WaitForState(() => page.Address.Contains("/requests/", StringComparison.Ordinal) && !page.Address.Contains("new", StringComparison.Ordinal), Patience);
        await using var db = portal.Db();
        Assert.Equal((20, 1, "Nightly joiners"), db.Requests.Single().Terms is { } terms ? (terms.Uses, terms.PerDay, terms.Name) : default);
    }

    [Fact]
    public async Task Card_SaysThatItIsNotOneAction_AndTheLastApprovalThatNobodyIsAskedAnyMore()
    {
        await PreApprovalScene.AllowAsync(portal);
        var id = (await PreApprovalScene.AskAsync(portal, org)).Value.Id;
        await org.ApproveAsync(org.Ian, id);
        await using var page = await OpenAsync(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>($"/inbox/{id}", ".standing-note", parameters => parameters.Add(p => p.Id, id.Value));
        Assert.Contains("This is a standing pre-approval, not one action", Words(inbox.Find(".standing-note")), StringComparison.Ordinal);
        Assert.Contains("up to 4 uses until 9 March 2026, at most 2 a day, each for up to 30 min", Words(inbox.Find("#ask-title")), StringComparison.Ordinal);
        Assert.Contains("Standing pre-approval", Words(inbox.Find(".inbox-line")), StringComparison.Ordinal);
        Assert.Empty(inbox.FindAll("[data-pick]"));
        inbox.Find("[data-key=a]").Click();
        Assert.Contains("from then on nobody is asked, 4 uses until 9 March 2026", Words(inbox.Find(".answer")), StringComparison.Ordinal);
        inbox.Find(".answer form").Submit();
        inbox.WaitForAssertion(() => Assert.Contains("it stands from now on", Words(inbox.Find(".receipt")), StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task ListAndPage_ShowUses_AndRevoke()
    {
        var id = await PreApprovalScene.GiveAsync(portal, org);
        var use = await org.AskAsync(AddMember("u123", "Night shift"));
        await using var page = await OpenAsync(portal, org.Ian);
        var list = page.Show<NhiPortal.Features.PreApprovals.PreApprovals>("/pre-approvals", "tbody tr");
        Assert.Contains("Nightly joiners", Words(list.Find("tbody tr")), StringComparison.Ordinal);
        Assert.Contains("1 of 4", Words(list.Find("tbody tr")), StringComparison.Ordinal);
        Assert.Contains("Sam, Ian", Words(list.Find("tbody tr")), StringComparison.Ordinal);

        var one = page.Show<PreApprovalPage>($"/pre-approvals/{id}", "#uses-title", parameters => parameters.Add(p => p.Id, id.Value));
        Assert.Contains("Night shift", one.Markup, StringComparison.Ordinal);
        Assert.Contains("1 of 2 today", one.Markup, StringComparison.Ordinal);
        Assert.Contains("for 30 days at the most", one.Markup, StringComparison.Ordinal);
        one.FindAll("button").Single(button => button.TextContent.Contains("Revoke", StringComparison.Ordinal)).Click();
        page.Dialogs.WaitForAssertion(() => Assert.Contains("Grants made under it that still live are revoked, too.", page.Dialogs.Markup, StringComparison.Ordinal), Patience);

        var told = page.Show<RequestTimeline>($"/requests/{use}", "#story-title", parameters => parameters.Add(p => p.Id, use.Value));
        Assert.Contains("Granted at once under the standing pre-approval “Nightly joiners”", Words(told.Find("main, section.panel")), StringComparison.Ordinal);
        Assert.Equal(RequestStatus.Approved, (await org.ReadAsync(use)).Status);
    }
}
