using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.PortalPage;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Requests;

public sealed class AskOnBehalfTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Fill_AsBusinessOwner_PreviewsWhoDecidesAndAsks()
    {
        await using var page = await OpenAsync(portal, org.Bea);
        var form = Fill(page, member: "u55", resource: "Domain Admins");
        form.WaitForAssertion(() => Assert.Contains("HR sync would ask to add u55 to Domain Admins", Words(form.Find(".ask-verdict")), StringComparison.Ordinal), Patience);
        Assert.Contains("Longest grant 4 h", Words(form.Find(".facts")).Replace("Longest grant4 h", "Longest grant 4 h", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["Sam", "Ian"], form.FindAll(".stage-list .person-text").Select(e => e.TextContent));
        await using (var before = portal.Db())
            Assert.Equal(0, await before.Requests.CountAsync(TestContext.Current.CancellationToken));
        form.Find("textarea").Change("The person starts today");
        form.Find("form").Submit();
        form.WaitForState(() => page.Address.Contains("/requests/", StringComparison.Ordinal) && !page.Address.Contains("new", StringComparison.Ordinal), Patience);
        await using var db = portal.Db();
        var asked = await db.Requests.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((org.Bea.Id, "{\"member\":\"u55\"}"), (asked.RequestedById!.Value, asked.Parameters));
    }

    [Fact]
    public async Task Fill_ApproverAsks_IsShownAsBarredFromDeciding()
    {
        await using var page = await OpenAsync(portal, org.Ian, Role.IamStaff);
        var form = Fill(page, "u55", "Domain Admins");
        form.WaitForAssertion(() => Assert.Contains("may not: asked for it", Words(form.Find(".stage-list")), StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Fill_OutsideThePath_SaysWhyBeforeAsking()
    {
        await using var page = await OpenAsync(portal, org.Bea);
        var form = Fill(page, "u55", "writers", target: "orders-db");
        form.WaitForAssertion(() => Assert.Contains("This would be refused. The resource lies outside what hr-sync may touch on orders-db.", Words(form.Find(".ask-verdict")), StringComparison.Ordinal), Patience);
        form.Find("form").Submit();
        await using var db = portal.Db();
        Assert.Equal(0, await db.AuditEvents.CountAsync(e => e.Kind.StartsWith("request."), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ask_TooShortAReason_IsRefusedAndKeepsTheForm()
    {
        await using var page = await OpenAsync(portal, org.Bea);
        var form = Fill(page, "u55", "Domain Admins");
        form.Find("textarea").Change("why");
        form.Find("form").Submit();
        form.WaitForAssertion(() => Assert.Contains("at least 10 characters", form.Find("form [role=alert]").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("why", form.Find("textarea").GetAttribute("value"));
    }

    [Theory]
    [InlineData("Ian")]
    [InlineData("Nora")]
    [InlineData("Stranger")]
    public async Task Open_WhoMayNotAsk_IsToldWhoMay(string name)
    {
        await using var page = await OpenAsync(portal, new[] { org.Ian, org.Nora, org.Stranger }.Single(p => p.Name == name));
        Assert.Contains("There is no integration you may ask for", page.Show<AskOnBehalf>("/requests/new", ".empty-state").Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ValueKind.Text, "1", "\"1\"")]
    [InlineData(ValueKind.Number, "1.50", "1.50")]
    [InlineData(ValueKind.Number, "one", null)]
    [InlineData(ValueKind.TrueOrFalse, "True", "true")]
    [InlineData(ValueKind.TrueOrFalse, "yes", null)]
    [InlineData(ValueKind.Text, "  ", null)]
    public void Value_OfAField_IsTheJsonMeant(ValueKind kind, string typed, string? json) =>
        Assert.Equal(json, new DraftField("x") { Kind = kind, Text = typed }.Value?.GetRawText());

    private static IRenderedComponent<AskOnBehalf> Fill(PortalPage page, string member, string resource, string target = "corp-directory")
    {
        var form = page.Show<AskOnBehalf>("/requests/new?integration=hr-sync", "form select");
        form.Find("select").Change(target);
        form.WaitForState(() => form.FindAll("form select").Count > 1, Patience);
        form.FindAll("form select")[1].Change("group.add_member");
        form.WaitForState(() => form.FindAll("form input[type=text]").Count > 2, Patience);
        form.FindAll("form input[type=text]")[1].Change(resource);
        form.FindAll("form input[type=text]")[2].Change(member);
        return form;
    }
}
