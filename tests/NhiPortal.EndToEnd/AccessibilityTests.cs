using Xunit.Sdk;

namespace NhiPortal.EndToEnd;

/// <summary>The gate that every page passes must itself be seen to close.</summary>
public class AccessibilityTests(Browser browser)
{
    [Fact]
    public async Task AssertAccessible_PlainPage_Passes()
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync("""<!doctype html><html lang="en"><title>Plain</title><main><h1>Plain</h1></main></html>""");

        await page.AssertAccessibleAsync();
    }

    [Fact]
    public async Task AssertAccessible_PaleTextAndNamelessButton_FailsNamingBoth()
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync("""
            <!doctype html><html lang="en"><title>Pale</title>
            <main><h1>Pale</h1><p style="color: #ccc">pale</p><button></button></main></html>
            """);

        await Assert.ThrowsAsync<TrueException>(page.AssertAccessibleAsync);
        var barriers = await page.FindBarriersAsync();

        Assert.Contains(barriers, told => told.Contains("color-contrast (serious)", StringComparison.Ordinal) && told.Contains(">pale</p>", StringComparison.Ordinal));
        Assert.Contains(barriers, told => told.Contains("button-name (critical)", StringComparison.Ordinal));
    }
}
