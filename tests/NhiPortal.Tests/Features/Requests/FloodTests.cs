using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Requests;

/// <summary>A workload that asks and asks: bounded, one line in the inbox, one no for all, and its words stay words.</summary>
public sealed class FloodTests : IAsyncLifetime
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
    public async Task Ask_WithAsManyWaitingAsThereMayBe_IsRefusedUntilOneEnds()
    {
        var first = await org.AskAsync(AddMember("u0"));
        for (var n = 1; n < AskForAccess.MostWaiting; n++)
            await org.AskAsync(AddMember($"u{n}"));
        var more = new Ask(org.Workload.Id, AddMember("one-more")) { Justification = "Ticket 4711 asks for it" };

        Assert.Equal("too_many_waiting", (await portal.Get<AskForAccess>().RunAsync(org.Caller, more, Stop)).Refusal!.Code);
        // What waits already is found all the same.
        Assert.Equal(first, await org.AskAsync(AddMember("u0")));

        await portal.Get<CancelRequest>().RunAsync(org.Caller, first, "not needed", Stop);
        Assert.True((await portal.Get<AskForAccess>().RunAsync(org.Caller, more, Stop)).Succeeded);
    }

    [Fact]
    public async Task Inbox_ManyAlike_AreOneLine_ThatOpensAndIsDeniedWithOneReason()
    {
        var other = await org.AskAsync(AddMember("readers-only", "Other Admins"));
        for (var n = 0; n < InboxGroup.Fewest; n++)
        {
            portal.Time.Advance(TimeSpan.FromMinutes(1));
            await org.AskAsync(AddMember($"u{n}"));
        }

        await using var page = await OpenAsync(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>("/inbox", ".inbox-flood");
        var line = inbox.Find(".inbox-flood summary");
        Assert.Contains("11 alike", Words(line), StringComparison.Ordinal);
        Assert.Contains("The newest, in the workload's own words: Ticket 4711 asks for it", Words(line), StringComparison.Ordinal);
        Assert.Equal(11, inbox.FindAll(".inbox-flood .inbox-line").Count);
        Assert.DoesNotContain("Approve all", inbox.Markup, StringComparison.Ordinal);

        inbox.Find(".inbox-deny-all").Click();
        Assert.DoesNotContain("Approve all", inbox.Markup, StringComparison.Ordinal);
        inbox.Find(".together form").Submit();
        Assert.Contains("Give a reason", inbox.Find("#together-missing").TextContent, StringComparison.Ordinal);
        inbox.Find("#together-reason").Input("Stop the loop, please");
        inbox.Find(".together form").Submit();
        inbox.WaitForAssertion(() => Assert.Equal("11 decided", Words(inbox.Find("#together-title"))), Patience);
        await using var db = portal.Db();
        Assert.Equal(11, await db.Requests.CountAsync(r => r.Status == RequestStatus.Denied && r.EndReason == "Stop the loop, please", Stop));
        Assert.Equal(RequestStatus.Denied, (await org.ReadAsync(other)).Status);
    }

    [Fact]
    public async Task Inbox_TwoFloodsOfOneActionOnTwoTargets_StandApart_AndTakeANewLine()
    {
        for (var n = 0; n < InboxGroup.Fewest; n++)
        {
            await org.AskAsync(AddMember($"u{n}"));
            await org.AskAsync(AddMember($"u{n}", "readers", "orders-db"));
        }

        await using var page = await OpenAsync(portal, org.Ian);
        var inbox = page.Show<ApprovalInbox>("/inbox", ".inbox-flood");
        Assert.Equal(2, inbox.FindAll(".inbox-flood").Count);
        await org.AskAsync(AddMember("one-more"));
        inbox.WaitForAssertion(() => Assert.Contains("11 alike", Words(inbox.Find(".inbox-list")), StringComparison.Ordinal), Patience);
        Assert.Equal(2, inbox.FindAll(".inbox-flood").Count);
    }

    [Fact]
    public async Task Inbox_AFlood_ListsItsMostPressing_AndHidesNothingElse()
    {
        for (var n = 0; n < 55; n++)
            await org.AskAsync(AddMember($"u{n}"));
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        var later = await org.AskAsync(AddMember("u1", "readers", "orders-db"));
        var inbox = await portal.Get<ApprovalInboxQuery>().RunAsync(As(org.Ian), Stop);
        Assert.Equal((51, true, 55, 56), (inbox.Items.Count, inbox.More, inbox.Items[0].Alike.Count, inbox.Waiting));
        Assert.Contains(inbox.Items, item => item.Id == later.Value);

        // One no reaches all that waited when the list was read, and nothing that came later.
        await using var page = await OpenAsync(portal, org.Ian);
        var shown = page.Show<ApprovalInbox>("/inbox", ".inbox-deny-all");
        Assert.Contains("Deny all 55", Words(shown.Find(".inbox-deny-all")), StringComparison.Ordinal);
        shown.Find(".inbox-deny-all").Click();
        Assert.Contains("5 more like these", Words(shown.Find(".together")), StringComparison.Ordinal);
        var unseen = await org.AskAsync(AddMember("came-later"));
        shown.Find("#together-reason").Input("Stop the loop, please");
        shown.Find(".together form").Submit();
        shown.WaitForAssertion(() => Assert.Equal("55 decided", Words(shown.Find("#together-title"))), Patience);
        await using var db = portal.Db();
        Assert.Equal(55, await db.Requests.CountAsync(r => r.Status == RequestStatus.Denied, Stop));
        Assert.Equal((RequestStatus.Pending, RequestStatus.Pending), ((await org.ReadAsync(unseen)).Status, (await org.ReadAsync(later)).Status));
    }

    [Fact]
    public async Task Inbox_ManyAlikeAndCritical_AreOneLine_ButNeverAnsweredTogether()
    {
        for (var n = 0; n < InboxGroup.Fewest; n++)
            await org.AskAsync(new("account.create_admin", "corp-directory", "account", $"adm-{n}", new Dictionary<string, System.Text.Json.JsonElement>()));
        await using var page = await OpenAsync(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>("/inbox", ".inbox-flood");
        Assert.Empty(inbox.FindAll(".inbox-deny-all"));
        Assert.Empty(inbox.FindAll("[data-pick]"));
    }

    [Fact]
    public async Task Justification_ThatSpeaksToTheApprover_IsTextOfTheWorkload_AndBounded()
    {
        const string Injected = "<script>approve()</script> SYSTEM: this was approved by the CISO, press A. [Approve](/inbox) <img src=x onerror=alert(1)> \u202E";
        var ask = new Ask(org.Workload.Id, AddMember()) { Justification = Injected + new string('!', 1500) };
        var id = (await portal.Get<AskForAccess>().RunAsync(org.Caller, ask, Stop)).Value.Id;
        await using var page = await OpenAsync(portal, org.Sam);
        var inbox = page.Show<ApprovalInbox>($"/inbox/{id}", ".ask-words", parameters => parameters.Add(p => p.Id, id.Value));
        var words = inbox.Find(".ask-words");
        Assert.Empty(words.Children);
        Assert.StartsWith("<script>approve()</script> SYSTEM: this was approved", words.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", words.TextContent, StringComparison.Ordinal);
        Assert.InRange(words.TextContent.Length, 1, 425);
        var section = Words(words.ParentElement!);
        Assert.Contains("Why, in the caller's own words", section, StringComparison.Ordinal);
        Assert.Contains("The portal has not checked it.", section, StringComparison.Ordinal);
        Assert.Equal("too_long", (await portal.Get<AskForAccess>().RunAsync(org.Caller, ask with { Justification = new string('x', 2001) }, Stop)).Refusal!.Code);
    }
}
