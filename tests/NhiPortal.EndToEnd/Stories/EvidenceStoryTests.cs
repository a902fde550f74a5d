using System.IO.Compression;
using Microsoft.Playwright;

namespace NhiPortal.EndToEnd.Stories;

/// <summary>An auditor takes a quarter away and proves it, in a browser that knows nothing but the file.</summary>
public sealed class EvidenceStoryTests(Browser browser, Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Auditor_CountsExportsAndVerifies_AndAChangedPackageIsNamed()
    {
        var page = await (await browser.NewContextAsync(new() { ColorScheme = ColorScheme.Light, ViewportSize = new() { Width = 1440, Height = 900 } })).NewPageAsync();
        await page.GotoAsync(new Uri(portal.Address, "/sign-in").ToString());
        await page.Locator("#persona-auditor").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        await page.OpenAsync(new Uri(portal.Address, "/controls?framework=csf"));
        await Assertions.Expect(page.GetByText("A measurement older than two days")).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await page.OpenAsync(new Uri(portal.Address, "/evidence"));
        await ChooseAsync(page, "Framework", "csf");
        await ChooseAsync(page, "Period", "last-quarter");
        await Assertions.Expect(page.Locator(".evidence-panel tbody tr").Last).ToContainTextAsync("NIST CSF 2.0", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator(".evidence-panel .tile-figure").First).Not.ToHaveTextAsync("0", new() { Timeout = 90_000 });
        await page.AssertAccessibleAsync();
        await page.Locator("#evidence-reason").FillAsync("Annual audit, third quarter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Build the package" }).ClickAsync();
        var link = page.GetByRole(AriaRole.Link, new() { Name = "Download" });
        await Assertions.Expect(link).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await page.SaveScreenshotAsync("evidence");
        var folder = Directory.CreateTempSubdirectory("nhiportal-evidence-").FullName;
        var package = Path.Combine(folder, "package.zip");
        await (await page.RunAndWaitForDownloadAsync(() => link.ClickAsync())).SaveAsAsync(package);
        await ZipFile.ExtractToDirectoryAsync(package, Path.Combine(folder, "good"), TestContext.Current.CancellationToken);
        Assert.All(new[] { "report.pdf", "matrix.xlsx", "assessment-results.oscal.json", "reviews.jsonl" }, name => Assert.True(File.Exists(Path.Combine(folder, "good", name)), name));
        await VerifyAsync(page, folder, package);
        await page.Context.CloseAsync();
        Directory.Delete(folder, true);
    }

    private static async Task ChooseAsync(IPage page, string name, string value) =>
        await page.Locator("label.filter-select").Filter(new() { HasText = name }).Locator("select").First.SelectOptionAsync(value);

    private static async Task VerifyAsync(IPage page, string folder, string package)
    {
        var (changed, events) = (Path.Combine(folder, "changed.zip"), Path.Combine(folder, "good", "actions.jsonl"));
        var key = await File.ReadAllTextAsync(Path.Combine(folder, "good", "proof", "key.pem"), TestContext.Current.CancellationToken);
        await page.GotoAsync(new Uri(Path.Combine(folder, "good", "verify.html")).ToString());
        Assert.Equal("embedded", await LevelAsync(page, package, ""));
        Assert.Equal("pinned", await LevelAsync(page, package, key));
        await Assertions.Expect(page.Locator("dl")).ToContainTextAsync("NIST CSF 2.0");
        await page.AssertAccessibleAsync();
        await page.SaveScreenshotAsync("evidence-verified");

        var lines = await File.ReadAllTextAsync(events, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(events, lines.Replace("was allowed", "was refused", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await ZipFile.CreateFromDirectoryAsync(Path.Combine(folder, "good"), changed, TestContext.Current.CancellationToken);
        Assert.Equal("broken", await LevelAsync(page, changed, key));
        await Assertions.Expect(page.Locator("#verdict li").First).ToContainTextAsync("event at leaf");
    }

    private static async Task<string?> LevelAsync(IPage page, string package, string key)
    {
        await page.Locator("#package").SetInputFilesAsync(package);
        await page.Locator("#key").FillAsync(key);
        await page.Locator("#go").ClickAsync();
        await page.Locator("#go:enabled").WaitForAsync(new() { Timeout = 120_000 });
        return await page.Locator("#verdict").GetAttributeAsync("data-level");
    }
}
