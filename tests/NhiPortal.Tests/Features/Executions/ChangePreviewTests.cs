using Bunit;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.Features.Executions.BrokeredScene;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Executions;

/// <summary>The approval card shows the target as it is, and waits for nobody.</summary>
public sealed class ChangePreviewTests : OnAdapter
{
    [Fact]
    public async Task Open_AReadableTarget_ShowsBeforeAndAfterAndKeepsItWithTheAnswer()
    {
        adapter.Accounts["u123"] = (true, []);
        var asked = (await scene.AskAsync(AddMember())).Value.Id;
        await using var page = await OpenAsync(scene.Portal, scene.Org.Sam);
        var inbox = page.Show<ApprovalInbox>($"/inbox/{asked}", ".answer", p => p.Add(x => x.Id, asked.Value));
        inbox.WaitForAssertion(() => Assert.Contains("Read from corp-directory", Words(inbox.Find(".ask-note")), StringComparison.Ordinal), Patience);
        Assert.Equal(["Account u123 exists stays so", "Sign-in on stays so", "Member of Domain Admins no yes"], inbox.FindAll(".change tbody tr").Select(Row));

        Button(inbox, "Approve…").Click();
        inbox.Find("form").Submit();
        inbox.WaitForAssertion(() => Assert.Contains("up to 30 min", Words(inbox.Find(".stage-list")), StringComparison.Ordinal), Patience);
        var saw = Assert.Single((await scene.Org.ReadAsync(asked)).Decisions).Saw!;
        Assert.Equal((true, "enabled, not a member of Domain Admins"), (saw.OnScreen, saw.Words));

        // Whoever decides next on something else hears of it.
        adapter.Accounts["u123"] = (false, []);
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(20));
        await using var next = await OpenAsync(scene.Portal, scene.Org.Ian);
        var second = next.Show<ApprovalInbox>($"/inbox/{asked}", ".answer", p => p.Add(x => x.Id, asked.Value));
        second.WaitForAssertion(() => Assert.Contains("saw something else: enabled, not a member", Words(second.Find(".ask-first .refused")), StringComparison.Ordinal), Patience);
        adapter.Accounts["u123"] = (true, ["Domain Admins"]);
        Button(second, "Read again").Click();
        second.WaitForAssertion(() => Assert.Contains("This changes nothing: it is already so.", Words(second.Find(".ask-first .refused")), StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Open_ATargetThatHangs_ShowsTheCardAtOnceAndSaysSoInTime()
    {
        var (looked, hang) = (new TaskCompletionSource(), new TaskCompletionSource());
        adapter.WhileLooking = () =>
        {
            looked.TrySetResult();
            return hang.Task;
        };
        var asked = (await scene.AskAsync(AddMember())).Value.Id;
        await using var page = await OpenAsync(scene.Portal, scene.Org.Sam);
        var inbox = page.Show<ApprovalInbox>($"/inbox/{asked}", ".answer", p => p.Add(x => x.Id, asked.Value));
        await looked.Task.WaitAsync(Patience, Stop);
        Assert.Contains("Reading corp-directory now", Words(inbox.Find(".ask-note")), StringComparison.Ordinal);
        Assert.Contains("Approve…", inbox.Find(".answer").TextContent, StringComparison.Ordinal);
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(3));
        inbox.WaitForAssertion(() => Assert.Contains("could not be read", Words(inbox.Find(".ask-note")), StringComparison.Ordinal), Patience);
        Assert.Contains("did not answer within 2 seconds", Words(inbox.Find(".ask-note")), StringComparison.Ordinal);
        hang.SetResult();
    }

    [Fact]
    public async Task Open_NoConnectorOrOneThatOnlyReadsLists_SaysSo()
    {
        await using var csv = await BrokeredScene.StartAsync(new() { Kind = "Csv", Address = "/nowhere.csv" });
        var asked = await csv.Org.AskAsync();
        await using var page = await OpenAsync(csv.Portal, csv.Org.Sam);
        var inbox = page.Show<ApprovalInbox>($"/inbox/{asked}", ".answer", p => p.Add(x => x.Id, asked.Value));
        Assert.Contains("only reads its list of accounts", Words(inbox.Find(".ask-note")), StringComparison.Ordinal);
        Assert.Equal(RequestStatus.Pending, (await csv.Org.ReadAsync(asked)).Status);
    }

    [Fact]
    public async Task Look_ByWhoeverMayNotSeeTheRequest_TellsNothingAndAsksNobody()
    {
        var asked = (await scene.AskAsync(AddMember())).Value.Id;
        Assert.Null(await scene.Portal.Get<TargetStateQuery>().RunAsync(As(scene.Org.Stranger), asked, LookFor.Card, Stop));
        Assert.Equal(0, adapter.MostAtOnce);
    }

    private static string Row(AngleSharp.Dom.IElement row) => string.Join(' ', row.Children.Select(Words));
}
