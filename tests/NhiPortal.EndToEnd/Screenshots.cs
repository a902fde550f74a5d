using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>Keeps pictures of pages in the folder that NHIPORTAL_SCREENSHOTS names, and none when it is not set.</summary>
public static class Screenshots
{
    public static async Task SaveScreenshotAsync(this IPage page, string name)
    {
        var folder = Environment.GetEnvironmentVariable("NHIPORTAL_SCREENSHOTS");
        if (string.IsNullOrEmpty(folder))
            return;

        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }
}
