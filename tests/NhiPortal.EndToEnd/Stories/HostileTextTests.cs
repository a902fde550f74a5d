using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace NhiPortal.EndToEnd.Stories;

/// <summary>Markup, reversed and four-byte writing and endless words, wherever a text can enter, are shown as text and break nothing.</summary>
[Collection(nameof(StoryPortal))]
public sealed class HostileTextTests(Browser browser, StoryPortal portal)
{
    private const string Markup = "<script>window.hit=1</script><img src=x onerror=\"window.hit=1\">";
    private const string Writing = "𠮷野家 👩‍👩‍👧 نور \u202ecod.exe";
    private static readonly string Endless = new('W', 180);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Api_TooLongOrReversed_IsRefusedInPlainWords()
    {
        using var workload = await portal.CallerAsync("hr-sync");
        var long1 = ApiCaller.AddMember("u1", new string('g', 10_000));
        var long2 = ApiCaller.AddMember(new string('m', 10_000));
        var reversed = ApiCaller.AddMember("u\u202e1");
        foreach (var call in (JsonObject[])[long1, long2, reversed])
        {
            call["context"] = new JsonObject { ["justification"] = "Too much." };
            var (status, answer) = await workload.TryAskAsync(call, Stop);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains("detail", answer, StringComparison.Ordinal);
        }

        var wordy = ApiCaller.AddMember("u2");
        wordy["context"] = new JsonObject { ["justification"] = new string('j', 10_000) };
        var (refused, why) = await workload.TryAskAsync(wordy, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Contains("at most", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Pages_ShowTextsAsTextAndKeepTheirWidth(int width)
    {
        using var workload = await portal.CallerAsync("hr-sync");
        var group = $"{Markup} {Writing[..^8]} {Endless} {width}";
        var id = await workload.AskAsync(ApiCaller.AddMember($"{Markup} {Endless} {width}", group), $"{Markup} {Writing} {Endless}", Stop);
        portal.Execute("UPDATE Integrations SET Name = $name WHERE Key = 'ftp-partner-drop'", ("$name", $"{Markup} {Writing} {Endless}"[..200]));
        portal.Execute("UPDATE People SET Name = $name WHERE Mail = 'mateusz.kowalczyk@brunnvik.example'", ("$name", $"{Markup} {Endless}"[..200]));
        var owner = await browser.SignInAsync(portal.Address, "system-owner", new() { ViewportSize = new() { Width = width, Height = 844 } });
        var reader = await browser.SignInAsync(portal.Address, "auditor", new() { ViewportSize = new() { Width = width, Height = 844 } });
        foreach (var page in (IPage[])[owner, reader])
            page.Dialog += (_, dialog) => Assert.Fail($"{page.Url} opened a dialog: {dialog.Message}");

        await owner.OpenAsync(portal.At($"/inbox/{id}"));
        await owner.GetByRole(AriaRole.Button, new() { NameRegex = new("^Deny…") }).ClickAsync();
        await owner.GetByLabel(new Regex("^Why not")).FillAsync($"{Markup} {Writing} {Endless}");
        await owner.PressAsync("Deny");
        await Assertions.Expect(owner.Locator(".receipt")).ToContainTextAsync(Markup);
        await Assertions.Expect(owner.Locator(".receipt")).Not.ToContainTextAsync("\u202e");
        await CheckAsync(owner, $"inbox-{width}", width);
        var denied = portal.Ask("SELECT EventId FROM AuditEvents WHERE Kind = 'request.denied' ORDER BY Id DESC LIMIT 1", row => row.GetGuid(0)).Single();
        foreach (var path in (string[])[$"/requests/{id}", "/requests?q=%3Cscript%3E", $"/actions/{id}", "/owners?q=ftp-partner-drop", "/integrations/ftp-partner-drop", $"/audit/{denied}", "/targets/cloud-staging"])
        {
            await reader.OpenAsync(portal.At(path));
            await CheckAsync(reader, $"{path.Split('/')[1].Split('?')[0]}-{width}", width);
        }
    }

    private static async Task CheckAsync(IPage page, string name, int width)
    {
        await page.SaveScreenshotAsync($"hostile-{name}");
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("<script>");
        Assert.False(await page.EvaluateAsync<bool>("'hit' in window"), $"{page.Url} ran what was only a text.");
        Assert.Equal(0, await page.Locator("main script, main img").CountAsync());
        var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(wide <= width, $"{page.Url} is {wide} px wide on a screen of {width} px.");
    }
}
