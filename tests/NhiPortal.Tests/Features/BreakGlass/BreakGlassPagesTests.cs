using Bunit;
using NhiPortal.Domain;
using NhiPortal.Features.BreakGlass;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.BreakGlass;

public sealed class BreakGlassPagesTests : IAsyncLifetime
{
    private BreakGlassScene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => scene = await BreakGlassScene.SetAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Card_OffersItToWhoeverMay_SaysWhatItDoes_AndShowsWhatWasDone()
    {
        await scene.SeenAsync(scene.Org.Staff, Role.SecurityOperations);
        await scene.Org.AskAsync();
        await using var page = await OpenAsync(scene.Portal, scene.Org.Sam);
        var inbox = page.Show<ApprovalInbox>("/inbox", ".glass");
        Button(inbox, "Break glass…").Click();
        page.Dialogs.WaitForElement("#glass-form", Patience);
        var words = Words(page.Dialogs.Find(".mud-dialog"));
        Assert.Contains("HR sync may then \u2068", words.Replace("add ", "\u2068", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("2 owners and 1 person of security operations are told at once", words, StringComparison.Ordinal);
        Assert.Contains("It opens a debt: within 24 hours somebody independent", words, StringComparison.Ordinal);

        page.Dialogs.Find("#glass-reason").Input(BreakGlassScene.Reason);
        page.Dialogs.Find("#glass-typed").Input("corp");
        page.Dialogs.Find("#glass-form").Submit();
        page.Dialogs.WaitForAssertion(() => Assert.Equal("Type corp-directory exactly to go on.", Words(page.Dialogs.Find("#glass-missing"))), Patience);
        page.Dialogs.Find("#glass-typed").Input("corp-directory");
        page.Dialogs.Find("#glass-form").Submit();

        inbox.WaitForElement(".glass-broken", Patience);
        Assert.Contains("Break-glass: Sam, system owner, let this through alone in an emergency. Approvals it needed are missing.", Words(inbox.Find(".glass-broken")), StringComparison.Ordinal);
        Assert.Contains("Let through by break-glass", Words(inbox.Find(".receipt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_WithoutARightOrWithADebt_OffersNothing()
    {
        var first = await scene.Org.AskAsync();
        await using var ian = await OpenAsync(scene.Portal, scene.Org.Ian);
        Assert.DoesNotContain("Break glass", ian.Show<ApprovalInbox>("/inbox", ".answer").Markup, StringComparison.Ordinal);
        await scene.BreakAsync(scene.Org.Sam, first);
        await scene.Org.AskAsync(AddMember("u124"));
        await using var sam = await OpenAsync(scene.Portal, scene.Org.Sam);
        var shut = sam.Show<ApprovalInbox>("/inbox", ".glass");
        Assert.Contains("has not been reviewed", Words(shut.Find(".glass")), StringComparison.Ordinal);
        Assert.DoesNotContain("Break glass…", shut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Board_ShowsDebtsFirst_AndTheReviewClosesOne()
    {
        var use = (await scene.BreakAsync(scene.Org.Sam, await scene.Org.AskAsync())).Value;
        await using var page = await OpenAsync(scene.Portal, scene.Org.Staff, Role.SecurityOperations);
        var board = page.Show<BreakGlassBoardPage>("/break-glass", "[aria-labelledby=glass-debts] tbody tr");
        Assert.Contains("Sam", Words(board.Find("[aria-labelledby=glass-debts] tbody")), StringComparison.Ordinal);
        Assert.Contains("Shut until reviewed", Words(board.Find("[aria-labelledby=glass-targets]")), StringComparison.Ordinal);

        var early = page.Show<BreakGlassUsePage>($"/break-glass/{use}", "[aria-labelledby=glass-review]", parameters => parameters.Add(p => p.Id, use.Value));
        Assert.Contains("Revoke the grant, or review it when it is over.", early.Markup, StringComparison.Ordinal);
        scene.LetItRunOut();
        var review = page.Show<BreakGlassUsePage>($"/break-glass/{use}", "form", parameters => parameters.Add(p => p.Id, use.Value));
        review.Find("#review-happened").Input("The directory was down for half an hour.");
        review.Find("#review-changed").Input("u123 was added and taken out again.");
        review.FindAll("input[name=needed]")[1].Change(true);
        review.Find("#review-evidence").Input("INC-4711");
        review.Find("#review-rotated").Input("Recovery password");
        review.Find("form").Submit();
        review.WaitForAssertion(() => Assert.Contains("Say who rotates", review.Markup, StringComparison.Ordinal), Patience);
        review.Find("#review-rotator").Change(scene.Org.Ian.Id.ToString());
        review.Find("form").Submit();
        review.WaitForAssertion(() => Assert.Contains("Reviewed: not needed", review.Markup, StringComparison.Ordinal), Patience);
        board.WaitForAssertion(() => Assert.Contains("Every use has been reviewed", board.Markup, StringComparison.Ordinal), Patience);
        Assert.True((await scene.UseAsync(use)).ReviewedAt is not null);
    }

    [Fact]
    public async Task Board_OfAStranger_ShowsNothingOfIt_AndOwnersSeeTheirs()
    {
        await scene.BreakAsync(scene.Org.Sam, await scene.Org.AskAsync());
        async Task<int> Debts(Actor actor) => (await scene.Portal.Get<BreakGlassBoardQuery>().RunAsync(actor, null, 0, 10, Stop)).Debts.Count;
        Assert.Equal(0, await Debts(As(scene.Org.Stranger, Role.SecurityOperations)));
        Assert.Equal(0, await Debts(As(scene.Org.Nora)));
        Assert.Equal(0, await Debts(scene.Org.Caller));
        foreach (var owner in new[] { scene.Org.Sam, scene.Org.Bea, scene.Org.Ian })
            Assert.Equal(1, await Debts(As(owner)));
        foreach (var role in Enum.GetValues<Role>())
            Assert.Equal(1, await Debts(As(scene.Org.Staff, role)));
    }

    [Fact]
    public async Task Drill_FromTheBoard_SaysThatNothingIsLetThrough()
    {
        await using var page = await OpenAsync(scene.Portal, scene.Org.Sam);
        var board = page.Show<BreakGlassBoardPage>("/break-glass", "[aria-labelledby=glass-targets] tbody tr");
        Button(board, "Drill…").Click();
        page.Dialogs.WaitForElement("#confirm-form", Patience);
        Assert.Contains("Nothing is let through", page.Dialogs.Markup, StringComparison.Ordinal);
        page.Dialogs.Find("textarea").Input("Quarterly drill");
        page.Dialogs.Find("#confirm-form").Submit();
        board.WaitForAssertion(() => Assert.Contains("Security operations not told", board.Markup, StringComparison.Ordinal), Patience);
    }
}
