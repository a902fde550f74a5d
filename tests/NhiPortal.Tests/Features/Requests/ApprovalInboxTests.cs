using AngleSharp.Dom;
using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Requests;

public sealed class ApprovalInboxTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Open_WithWaitingRequest_TellsItInOneSentence()
    {
        await org.AskAsync(minutes: 30);
        await using var page = await OpenAsync(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>("/inbox", ".answer");
        Assert.Equal("Agent HR sync asks to add u123 to Domain Admins on corp-directory for 30 min", Words(inbox.Find(".ask-sentence")));
        Assert.Contains("Approve…", inbox.Find(".answer").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewRequest_WhilePageIsOpen_ArrivesAndIsSaidAloud()
    {
        await using var page = await OpenAsync(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>("/inbox", ".empty-state");
        Assert.Contains("Nothing waits for you", inbox.Markup, StringComparison.Ordinal);
        await org.AskAsync();
        inbox.WaitForAssertion(() => Assert.Single(inbox.FindAll(".inbox-line")), Patience);
        Assert.Equal("1 new request from HR sync", Words(inbox.Find("[role=status]")));
    }

    [Fact]
    public async Task NewRequest_ThroughAnotherInstance_ArrivesAndKeepsWhatIsTyped()
    {
        await org.AskAsync();
        await using var page = await OpenAsync(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>("/inbox", ".answer");
        Button(inbox, "Deny…").Click();
        inbox.Find("textarea").Input("Not before the");
        await using var second = portal.Second();
        await second.Get<AskForAccess>().RunAsync(org.Caller, new Ask(org.Workload.Id, AddMember("u9")) { Justification = "Asked over there" }, Stop);
        inbox.WaitForAssertion(() => Assert.Equal(2, inbox.FindAll(".inbox-line").Count), Patience);
        Assert.Equal("Not before the", inbox.Find("textarea").GetAttribute("value"));
        Assert.Contains("u123", inbox.Find(".is-shown").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_TakesTwoSteps_AndTheCardBecomesTheReceipt()
    {
        var id = await org.AskAsync(minutes: 60);
        await org.ApproveAsync(org.Ian, id);
        await using var page = await OpenAsync(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>($"/inbox/{id}", ".answer, .empty-state", p => p.Add(x => x.Id, id.Value));
        Button(inbox, "Approve…").Click();
        Assert.Equal(RequestStatus.Pending, (await org.ReadAsync(id)).Status);
        inbox.Find("input[type=radio][value='15']").Change("15");
        Assert.Contains("Approve for 15 min, less than asked", inbox.Find(".answer").TextContent, StringComparison.Ordinal);
        inbox.Find("form").Submit();
        inbox.WaitForAssertion(() => Assert.Contains("Approved", inbox.Find(".receipt").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains($"/actions/{id}", inbox.Find(".receipt").InnerHtml, StringComparison.Ordinal);
        await using var db = portal.Db();
        var grant = await db.Grants.SingleAsync(Stop);
        Assert.Equal(TimeSpan.FromMinutes(15), grant.Until - grant.From);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("corp-director", false)]
    [InlineData("corp-directory", true)]
    public async Task Approve_CriticalAction_NeedsTheTargetTyped(string typed, bool done)
    {
        var id = await org.AskAsync(new ActionCall("account.create_admin", "corp-directory", "account", "adm-7", new Dictionary<string, System.Text.Json.JsonElement>()));
        await using var page = await OpenAsync(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>("/inbox", ".answer");
        Button(inbox, "Approve…").Click();
        inbox.Find(".field input").Input(typed);
        inbox.Find("form").Submit();
        inbox.WaitForState(() => done ? inbox.FindAll("form").Count == 0 : inbox.Find("#approve-missing").TextContent.Length > 0, Patience);
        Assert.Equal(done ? 1 : 0, (await org.ReadAsync(id)).Decisions.Count);
    }

    [Fact]
    public async Task Deny_WithoutReason_ChangesNothing()
    {
        var id = await org.AskAsync();
        await using var page = await OpenAsync(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>("/inbox", ".answer");
        Button(inbox, "Deny…").Click();
        inbox.Find("form").Submit();
        Assert.Contains("at least 5 characters", inbox.Find("#deny-missing").TextContent, StringComparison.Ordinal);
        Button(inbox, "Not needed now").Click();
        inbox.Find("form").Submit();
        inbox.WaitForAssertion(() => Assert.Contains("Denied", inbox.Find(".receipt").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("Not needed now", (await org.ReadAsync(id)).EndReason);
    }

    [Fact]
    public async Task Barred_BySeparation_IsToldBeforeAnyClick()
    {
        await portal.Get<AskForAccess>().RunAsync(
            org.Caller, new Ask(org.Workload.Id, AddMember()) { Justification = "A run that Sam started", StartedBy = org.Sam.Mail }, Stop);
        await using var page = await OpenAsync(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>("/inbox", ".answer");
        Assert.Contains("You may not decide this. You started the run that asks for this.", Words(inbox.Find(".answer")), StringComparison.Ordinal);
        Assert.Contains("It waits for Ian.", Words(inbox.Find(".answer")), StringComparison.Ordinal);
        Assert.Empty(inbox.FindAll(".answer button"));
    }

    [Fact]
    public async Task Answer_AfterAnotherWasQuicker_TellsWhoDecided()
    {
        var id = await org.AskAsync();
        await using var page = OpenStill(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>("/inbox", ".answer");
        Button(inbox, "Approve…").Click();
        await portal.Get<DecideRequest>().RunAsync(As(org.Ian), id, new OwnerAnswer(Verdict.Deny, null, "Not this week"), Stop);
        inbox.Find("form").Submit();
        inbox.WaitForAssertion(() => Assert.Contains("Ian denied as IAM owner", Words(inbox.Find(".receipt")), StringComparison.Ordinal), Patience);
        Assert.Contains("Ian already denied this", inbox.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Not this week", inbox.Find(".receipt").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostileText_IsShownAsTextAndBounded()
    {
        var name = "<img src=x onerror=alert(1)> مرحبا 𠜎 " + new string('x', 300);
        await portal.Get<AskForAccess>().RunAsync(
            org.Caller, new Ask(org.Workload.Id, AddMember(group: name)) { Justification = "<script>alert(1)</script> " + new string('y', 1900) }, Stop);
        await using var page = await OpenAsync(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>("/inbox", ".answer");
        Assert.Empty(inbox.FindAll("img, script"));
        Assert.True(inbox.Find(".ask-words").TextContent.Length < 500);
        Button(inbox, "Show all").Click();
        Assert.True(inbox.Find(".ask-words").TextContent.Length > 1900);
        Assert.Contains(name, inbox.Find("#ask-exact").ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_OfAnothersRequest_SaysThereIsNone()
    {
        var id = await org.AskAsync();
        await using var page = await OpenAsync(portal, org.Stranger);
        var inbox = page.Show<ApprovalInbox>($"/inbox/{id}", ".answer, .empty-state", p => p.Add(x => x.Id, id.Value));
        Assert.Contains("There is no such request for you", inbox.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_FollowsWhatWaits()
    {
        await using var page = await OpenAsync(portal, org.Sam);
        var count = page.Render<InboxCount>();
        var id = await org.AskAsync();
        count.WaitForAssertion(() => Assert.StartsWith("1", Words(count.Find(".nav-count")), StringComparison.Ordinal), Patience);
        await org.ApproveAsync(org.Sam, id);
        count.WaitForAssertion(() => Assert.Empty(count.FindAll(".nav-count")), Patience);
    }

}
