using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Grants;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.PortalPage;
using GrantsPage = NhiPortal.Features.Grants.Grants;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Grants;

public sealed class GrantsTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
        var id = await org.AskAsync();
        await org.ApproveAsync(org.Sam, id);
        await org.ApproveAsync(org.Ian, id);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Revoke_WithReason_EndsTheGrantAndShowsIt()
    {
        await using var page = await OpenAsync(portal, org.Bea);
        var grants = page.Show<GrantsPage>("/grants", ".data-table td");
        Assert.Contains("One is live now.", grants.Markup, StringComparison.Ordinal);
        Button(grants, "Revoke now").Click();
        page.Dialogs.WaitForElement("textarea", Patience);
        page.Dialogs.Find("textarea").Input("Used in a way I did not expect");
        page.Dialogs.Find("form").Submit();
        grants.WaitForAssertion(() => Assert.Contains("Revoked", grants.Find("tbody").TextContent, StringComparison.Ordinal), Patience);
        await using var db = portal.Db();
        Assert.Equal(GrantStatus.Revoked, (await db.Grants.SingleAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Empty_SaysWhenOneBegins()
    {
        await using var page = await OpenAsync(portal, org.Nora);
        var grants = page.Show<GrantsPage>("/grants", ".empty-state");
        Assert.Contains("A grant begins when the last approver agrees", grants.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_List_LinksToTheTimeline()
    {
        await using var page = await OpenAsync(portal, org.Bea);
        var requests = page.Show<NhiPortal.Features.Requests.Requests>("/requests", ".data-table td");
        var href = requests.Find(".row-link").GetAttribute("href")!;
        var id = Guid.Parse(href.Split('/')[^1]);
        var timeline = page.Show<RequestTimeline>(href, ".timeline", p => p.Add(x => x.Id, id));
        Assert.Equal(
            ["Asked to add u123 to Domain Admins on corp-directory for 1 h", "Approved as system owner", "Approved as IAM owner", "Grant began, for 30 min", "Grant ends"],
            timeline.FindAll(".timeline-sentence").Select(e => Words(e).Split(", for up")[0].Replace("\u2068", "").Replace("\u2069", "")));
    }
}
