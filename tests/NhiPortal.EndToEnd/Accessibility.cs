using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>Asks axe about WCAG 2.2 level AA and accepts no serious or critical violation.</summary>
public static class Accessibility
{
    private static readonly string[] Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // Pages hold no frames: axe runs in the page itself. The library's own call gathers its results in a new page each
    // time, which takes seconds. Of what is in order only the number of rules comes back.
    private const string Run = """
        async ({ runOnly, without }) => {
          const told = await axe.run({ exclude: without.map(part => [part]) }, { runOnly, resultTypes: ['violations'] });
          const grave = told.violations.filter(violation => ['serious', 'critical'].includes(violation.impact));
          return {
            checked: told.passes.length + told.violations.length,
            barriers: grave.map(({ id, impact, nodes }) =>
              `${id} (${impact}), ${nodes.length} times: ${nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' and ')}`),
          };
        }
        """;

    public static async Task AssertAccessibleAsync(this IPage page)
    {
        var barriers = await page.FindBarriersAsync();
        Assert.True(barriers.Count == 0, string.Join(Environment.NewLine, barriers));
    }

    /// <summary>One line per grave violation of all rules, or of these: page, rule, and the elements it stands on.</summary>
    public static async Task<IReadOnlyList<string>> FindBarriersAsync(this IPage page, params string[] rules)
    {
        await page.SettleAsync();
        return await page.FindBarriersNowAsync([], rules);
    }

    /// <summary>The same on a page that stands still already, without the parts of it that these selectors name.</summary>
    public static async Task<IReadOnlyList<string>> FindBarriersNowAsync(this IPage page, string[] without, params string[] rules)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
            await page.EvaluateAsync(Axe);
        var result = await page.EvaluateAsync<JsonElement>(Run, new { without, runOnly = rules is [] ? new { type = "tag", values = Tags } : new { type = "rule", values = rules } });
        if (result.GetProperty("checked").GetInt32() == 0)
            Assert.Fail($"axe checked nothing on {page.Url}.");
        var (size, path) = (page.ViewportSize?.Width, new Uri(page.Url).AbsolutePath);
        return [.. result.GetProperty("barriers").EnumerateArray().Select(barrier => $"{path} at {size} px: {barrier.GetString()}")];
    }
}
