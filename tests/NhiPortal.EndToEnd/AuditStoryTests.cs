using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>An auditor's hour: find, open, see it proved, verify everything, and take away what the page showed.</summary>
public sealed class AuditStoryTests(Browser browser, Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Auditor_FiltersOpensVerifiesAndTakesTheSameRows()
    {
        var page = await SignInAsync(new() { ColorScheme = ColorScheme.Light, ViewportSize = new() { Width = 1440, Height = 900 } });
        await page.OpenAsync(new Uri(portal.Address, "/audit"));
        await ChooseAsync(page, "Kind", "request.approved");
        await ChooseAsync(page, "Period", "90");
        await page.WaitForURLAsync("**/audit?kind=request.approved&period=90");
        await Assertions.Expect(page.Locator("tbody tr .badge-text").First).ToHaveTextAsync("Request approved");
        await page.AssertAccessibleAsync();
        await page.SaveScreenshotAsync("audit-filtered");
        var sentences = (await page.Locator("tbody .cell-main").AllInnerTextsAsync()).Select(text => text.Trim()).ToList();

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).ClickAsync());
        var file = await File.ReadAllTextAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        var lines = file.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.True(lines.Length >= sentences.Count);
        Assert.All(sentences.Zip(lines), row => Assert.Contains(row.First.Replace("\u2068", "", StringComparison.Ordinal), row.Second, StringComparison.Ordinal));

        await page.Locator("tbody .row-link").Last.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Request approved");
        await Assertions.Expect(page.Locator(".page-head .badge")).ToContainTextAsync("proved under the checkpoint", new() { Timeout = 90_000 });
        await page.AssertAccessibleAsync();
        await page.SaveScreenshotAsync("audit-event");

        await page.OpenAsync(new Uri(portal.Address, "/audit?kind=audit"));
        await Assertions.Expect(page.Locator("tbody tr").First).ToContainTextAsync("opened the event");
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("events of the audit log as CSV");
        await VerifyAsync(page);
        await page.SaveScreenshotAsync("audit-verified");
        await page.Context.CloseAsync();
    }

    private static async Task ChooseAsync(IPage page, string title, string value)
    {
        var choice = page.Locator(".filter-select", new() { HasText = title }).Locator("select");
        await choice.SelectOptionAsync(value);
        await page.WaitForURLAsync(url => url.Contains(value, StringComparison.Ordinal));
    }

    private static async Task VerifyAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        await Assertions.Expect(page.Locator(".log-standing")).ToContainTextAsync("all as they were written", new() { Timeout = 90_000 });
    }

    private string Address(string path) => new Uri(portal.Address, path).ToString();

    private async Task<IPage> SignInAsync(BrowserNewContextOptions options)
    {
        var page = await (await browser.NewContextAsync(options)).NewPageAsync();
        await page.GotoAsync(Address("/sign-in"));
        await page.Locator("#persona-auditor").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        return page;
    }
}
