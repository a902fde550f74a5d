using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using static NhiPortal.Tests.PortalPage;
using DiscoveryPage = NhiPortal.Features.Discovery.Discovery;
using TargetPage = NhiPortal.Features.Targets.Target;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Discovery;

public sealed class DiscoveryTests : IAsyncLifetime
{
    private DiscoveryScene scene = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        scene = await DiscoveryScene.SetAsync();
        scene.Write("1,svc-backup,service,true,Administers.,nora@home.example");
    }

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task ReadNow_ShowsWhatIsFound_AdoptShowsWhatItMakes()
    {
        await using var page = await OpenAsync(scene.Portal, scene.Org.Staff, Role.IamStaff);
        var shown = page.Show<DiscoveryPage>("/discovery", ".empty-state");
        Assert.Contains("never read", shown.Markup, StringComparison.Ordinal);
        Button(shown, "Read now").Click();
        // A box that is drawn anew between finding and ticking it is looked for again.
        shown.WaitForAssertion(() => shown.Find("tbody input").Change(true), Patience);
        shown.WaitForAssertion(() => Assert.Contains("1 account picked", shown.Markup, StringComparison.Ordinal), Patience);
        Button(shown, "Adopt…").Click();
        page.Dialogs.WaitForAssertion(() => Assert.Contains("corp-directory-svc-backup", page.Dialogs.Markup, StringComparison.Ordinal), Patience);
        page.Dialogs.WaitForAssertion(() => Button(page.Dialogs, "Adopt 1 account").Click(), Patience);
        shown.WaitForAssertion(() => Assert.Contains("Everything found is explained", shown.Markup, StringComparison.Ordinal), Patience);
        await using var db = scene.Portal.Db();
        Assert.Equal(CandidateStatus.Adopted, (await db.Candidates.SingleAsync(Cancellation)).Status);
    }

    [Fact]
    public async Task Dismiss_AsksForTheReasonAndSaysWhenItComesBack()
    {
        await scene.ReadAsync();
        await using var page = await OpenAsync(scene.Portal, scene.Org.Staff, Role.IamStaff);
        var shown = page.Show<DiscoveryPage>("/discovery", "tbody input");
        shown.Find("tbody input").Change(true);
        shown.WaitForAssertion(() => Assert.Contains("1 account picked", shown.Markup, StringComparison.Ordinal), Patience);
        Button(shown, "Dismiss…").Click();
        page.Dialogs.WaitForElement("textarea", Patience);
        Assert.Contains("They come back here on 31 May 2026", page.Dialogs.Markup, StringComparison.Ordinal);
        page.Dialogs.Find("textarea").Input("Belongs to the system itself");
        page.Dialogs.Find("form").Submit();
        shown.WaitForAssertion(() => Assert.Contains("Everything found is explained", shown.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Auditor_SeesButDecidesNothing()
    {
        await scene.ReadAsync();
        await using var page = await OpenAsync(scene.Portal, scene.Org.Staff, Role.Auditor);
        var shown = page.Show<DiscoveryPage>("/discovery", ".data-table td");
        Assert.Contains("svc-backup", shown.Markup, StringComparison.Ordinal);
        Assert.Empty(shown.FindAll("tbody input, .candidate-decisions"));
        Assert.DoesNotContain("Read now", shown.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_ItsOwner_SeesWhoAdministersIt()
    {
        await scene.ReadAsync();
        await using var page = await OpenAsync(scene.Portal, scene.Org.Sam);
        var shown = page.Show<TargetPage>("/targets/corp-directory", "#administrators td", p => p.Add(x => x.Key, "corp-directory"));
        Assert.Contains("Nobody can explain it", shown.Find("#administrators").TextContent, StringComparison.Ordinal);
        Assert.Contains("Likely owner: Nora", shown.Find("#administrators").TextContent, StringComparison.Ordinal);
    }
}
