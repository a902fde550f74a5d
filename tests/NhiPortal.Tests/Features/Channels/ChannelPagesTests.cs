using Bunit;
using NhiPortal.Domain;
using NhiPortal.Features.Channels;
using ChannelList = NhiPortal.Features.Channels.Channels;

namespace NhiPortal.Tests.Features.Channels;

/// <summary>Channels on screen: made, tried, looked at, sent again.</summary>
public sealed class ChannelPagesTests
{
    [Fact]
    public async Task Form_Filled_ShowsTheKeyOnce()
    {
        await using var scene = await ChannelScene.SetAsync();
        await using var place = PortalPage.OpenStill(scene.Portal, scene.Org.Staff, Role.Administrator);
        var page = place.Show<ChannelForm>("/administration/channels/new", "#channel-name");
        page.Find("#channel-name").Change("Ticket system");
        page.Find("#channel-address").Change("http://hook.example/");
        page.FindAll("input[type=checkbox]")[0].Change(true);
        PortalPage.Button(page, "Add").Click();
        page.WaitForState(() => page.FindAll("[role=alert]").Any(alert => alert.TextContent.Contains("must begin with https://", StringComparison.Ordinal)), PortalPage.Patience);
        page.Find("#channel-address").Change(scene.Receiver.Address);
        PortalPage.Button(page, "Add").Click();
        page.WaitForState(() => page.Markup.Contains("whsec_", StringComparison.Ordinal), PortalPage.Patience);
        var address = PortalPage.Button(page, "I have taken it over").GetAttribute("href")!;
        var shown = place.Show<ChannelPage>(address, "#channel-facts", parameters => parameters.Add(p => p.Id, Guid.Parse(address[^36..])));
        Assert.Contains("Ticket system", shown.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", shown.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_ForSlack_OffersTheNamesAndNeverTheAddress()
    {
        await using var scene = await ChannelScene.SetAsync();
        await using var place = PortalPage.OpenStill(scene.Portal, scene.Org.Staff, Role.Administrator);
        var page = place.Show<ChannelForm>("/administration/channels/new", "#channel-name");
        page.Find("#channel-kind").Change("Slack");
        page.WaitForElement("#channel-setting", PortalPage.Patience);
        Assert.Contains("slack", page.Find("#channel-setting").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_TellsWhatCameOfEach_AndSendsAgain()
    {
        await using var scene = await ChannelScene.SetAsync();
        var made = await scene.AddAsync(scene.Draft("request.asked"));
        scene.Receiver.Answer = async http =>
        {
            http.Response.StatusCode = 200;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, "<script>alert(1)</script> taken");
        };
        await scene.Org.AskAsync();
        await scene.SendAsync();
        await using var place = await PortalPage.OpenAsync(scene.Portal, scene.Org.Staff, Role.Administrator);
        var page = place.Show<ChannelPage>($"/administration/channels/{made.Id}", "table.data-table tbody tr", parameters => parameters.Add(p => p.Id, made.Id.Value));
        var row = Row(page);
        Assert.Contains("Approval asked for", row, StringComparison.Ordinal);
        Assert.Contains("Delivered 1 200<script>alert(1)</script> taken", row, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.Markup, StringComparison.Ordinal);
        PortalPage.Button(page, "Send again").Click();
        page.WaitForState(() => Row(page).Contains("Trying again", StringComparison.Ordinal), PortalPage.Patience);
        await scene.SendAsync();
        page.WaitForState(() => Row(page).Contains("Delivered 2", StringComparison.Ordinal), PortalPage.Patience);
        Assert.Equal(2, scene.Receiver.Got.Count);
    }

    private static string Row(IRenderedComponent<ChannelPage> page) => string.Join(' ', page.FindAll("tbody td").Select(PortalPage.Words));

    [Fact]
    public async Task List_SaysWhichDoesNotArrive()
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft("request.asked"));
        await scene.AddAsync(scene.Draft("request.asked") with { Name = "Away", Address = "http://localhost:1/" });
        await scene.Org.AskAsync();
        await scene.SendAsync();
        await using var place = PortalPage.OpenStill(scene.Portal, scene.Org.Staff, Role.Administrator);
        var page = place.Show<ChannelList>("/administration/channels", "tbody tr a");
        Assert.Equal(["Not arriving", "On"], page.FindAll("tbody tr .badge").Select(PortalPage.Words));
    }
}
