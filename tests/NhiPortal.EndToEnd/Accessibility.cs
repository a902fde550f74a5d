using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>Asks axe about WCAG 2.2 level AA and accepts no serious or critical violation.</summary>
public static class Accessibility
{
    private static readonly List<string> Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    public static async Task AssertAccessibleAsync(this IPage page) => Assert.Empty(await page.FindBarriersAsync());

    /// <summary>One line per grave violation of all rules, or of these: page, rule, and the elements it stands on.</summary>
    public static async Task<IReadOnlyList<string>> FindBarriersAsync(this IPage page, params string[] rules)
    {
        await page.SettleAsync();
        var asked = rules is [] ? new RunOnlyOptions { Type = "tag", Values = Tags } : new RunOnlyOptions { Type = "rule", Values = [.. rules] };
        // Of what is in order, axe then tells the names of the rules and one element each, which is quicker to hand over.
        var result = await page.RunAxe(new AxeRunOptions { RunOnly = asked, ResultTypes = [ResultType.Violations] });
        if (result.Passes.Length == 0)
            Assert.Fail($"axe checked nothing on {page.Url}.");
        return [.. result.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(violation => Describe(page, violation))];
    }

    private static string Describe(IPage page, AxeResultItem violation)
    {
        var (size, path) = (page.ViewportSize?.Width, new Uri(page.Url).AbsolutePath);
        var nodes = violation.Nodes.Take(3).Select(node => node.Html is { Length: > 160 } html ? html[..160] + "…" : node.Html);
        return $"{path} at {size} px: {violation.Id} ({violation.Impact}), {violation.Nodes.Length} times: {string.Join(" and ", nodes)}";
    }
}
