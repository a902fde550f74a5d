using System.Text;
using Microsoft.Playwright;
using NhiPortal.Shell;

namespace NhiPortal.EndToEnd;

/// <summary>A file read in, looked at, and imported, in a browser.</summary>
public sealed class ImportTests(Browser browser, Portal portal) : IClassFixture<Portal>
{
    [Theory]
    [InlineData(1440, ColorScheme.Light, "csv")]
    [InlineData(390, ColorScheme.Dark, "xlsx")]
    public async Task Staff_ReadAFileIn_SeeFaultsAndImportTheRest(int width, ColorScheme scheme, string form)
    {
        var page = await (await browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } })).NewPageAsync();
        await page.GotoAsync(new Uri(portal.Address, "/sign-in").ToString());
        await page.Locator("#persona-iam-staff").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        await page.OpenAsync(new Uri(portal.Address, "/integrations/import"));
        await page.AssertAccessibleAsync();
        await page.SaveScreenshotAsync($"import-1-{width}");

        await page.SetInputFilesAsync("#import-file", new FilePayload
        {
            Name = $"robots.{form}", MimeType = "application/octet-stream", Buffer = await FileAsync(form, [.. Enumerable.Range(1, 60).Select(n =>
                new Robot($"robot-{width}-{n}", $"Robot {n}", "Does one thing every night.", n % 20 == 7 ? "Robot" : "ScriptedAutomation", "Staging", "brunnvik"))]),
        });
        await Assertions.Expect(page.GetByText("Nothing has been written yet", new() { Exact = false })).ToBeVisibleAsync();
        if (form == "csv")
            await Assertions.Expect(page.GetByText("semicolons", new() { Exact = false })).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.SaveScreenshotAsync($"import-2-{width}");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Refused") }).ClickAsync();
        await Assertions.Expect(page.GetByText("The kind “Robot” is none", new() { Exact = false })).ToHaveCountAsync(3);

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Import all 57") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Import now" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Imported. This result stays for a day.")).ToBeVisibleAsync();
        await page.SaveScreenshotAsync($"import-3-{width}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth + 1"), "The result scrolls sideways.");
        await page.Context.CloseAsync();
    }

    private static async Task<byte[]> FileAsync(string form, Robot[] robots)
    {
        if (form == "csv")
            return Encoding.UTF8.GetBytes(string.Join('\n', ["key;name;purpose;kind;environment;tenant", .. robots.Select(r => $"{r.Key};{r.Name};{r.Purpose};{r.Kind};{r.Environment};{r.Tenant}"), ""]));
        var file = new MemoryStream();
        await XlsxDownload.Of("robots.xlsx", robots.ToAsyncEnumerable()).WriteAsync(file, TestContext.Current.CancellationToken);
        return file.ToArray();
    }

    private sealed record Robot(string Key, string Name, string Purpose, string Kind, string Environment, string Tenant);
}
