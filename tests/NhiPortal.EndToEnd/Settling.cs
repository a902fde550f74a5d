using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>Opens pages and waits until they are what a person would judge: live, read to the end, and standing still.</summary>
public static class Settling
{
    // Between a page's first paint and its live connection the title is taken over and lists are read once more;
    // on a slow machine that lasts seconds. Text may go on changing (countdowns tick), structure may not.
    private const string Still = """
        async () => {
          let changed = performance.now();
          const watcher = new MutationObserver(() => { changed = performance.now(); });
          watcher.observe(document, { childList: true, subtree: true });
          const waitsFor = () => [
            [document.title === '', 'a title'],
            [document.querySelector('[aria-busy="true"]') !== null, 'what is being read'],
            [document.fonts.status !== 'loaded', 'fonts'],
            [document.getAnimations().some(a => a.playState === 'running'), 'a movement to end'],
            [performance.now() - changed < 200, 'the page to stop changing'],
          ].filter(([missing]) => missing).map(([, what]) => what).join(', ');
          const end = changed + 30000;
          let missing = waitsFor();
          while (missing !== '' && performance.now() < end) {
            await new Promise(go => setTimeout(go, 50));
            missing = waitsFor();
          }
          watcher.disconnect();
          return missing;
        }
        """;

    public static async Task OpenAsync(this IPage page, Uri address)
    {
        await page.GotoAsync(address.AbsoluteUri);
        await page.SettleAsync();
    }

    public static async Task SettleAsync(this IPage page)
    {
        var missing = await page.EvaluateAsync<string>(Still);
        if (missing.Length > 0)
            Assert.Fail($"{page.Url} still waited for {missing} after 30 s.");
    }

    /// <summary>A page of a person who has just signed in, in a browser session of their own.</summary>
    public static async Task<IPage> SignInAsync(this Browser browser, Uri portal, string persona, BrowserNewContextOptions? options = null)
    {
        var page = await (await browser.NewContextAsync(options)).NewPageAsync();
        await page.GotoAsync(new Uri(portal, "/sign-in").AbsoluteUri);
        await page.Locator($"#persona-{persona}").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        return page;
    }
}
