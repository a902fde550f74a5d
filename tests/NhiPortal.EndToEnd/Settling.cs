using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>Opens pages and waits until they are what a person would judge: live, read to the end, and standing still.</summary>
public static class Settling
{
    // Between a page's first paint and its live connection the title is taken over and lists are read once more;
    // on a slow machine that lasts seconds. Text may go on changing (countdowns tick), structure may not.
    private const string Still = """
        async still => {
          let changed = performance.now();
          const watcher = new MutationObserver(() => { changed = performance.now(); });
          watcher.observe(document, { childList: true, subtree: true });
          const waitsFor = () => [
            [document.title === '', 'a title'],
            [document.querySelector('[aria-busy="true"]') !== null, 'what is being read'],
            [document.fonts.status !== 'loaded', 'fonts'],
            [document.getAnimations().some(a => a.playState === 'running'), 'a movement to end'],
            [performance.now() - changed < still, 'the page to stop changing'],
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

    /// <summary>
    /// Goes where a link of the page would lead: over its live connection, without loading the program again. Only to another
    /// kind of page, or the heading left behind could be taken for the new one.
    /// </summary>
    public static async Task FollowAsync(this IPage page, Uri address)
    {
        await page.EvaluateAsync("address => { document.querySelector('h1')?.setAttribute('data-left', ''); Blazor.navigateTo(address); }", address.PathAndQuery);
        await page.Locator("h1:not([data-left])").WaitForAsync();
        await page.SettleAsync();
    }

    /// <param name="page">Open already.</param>
    /// <param name="still">For how many milliseconds nothing may have changed.</param>
    public static async Task SettleAsync(this IPage page, int still = 200)
    {
        var missing = await page.EvaluateAsync<string>(Still, still);
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
