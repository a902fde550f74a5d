using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>Asks axe about WCAG 2.2 level AA and accepts no serious or critical violation.</summary>
public static class Accessibility
{
    private static readonly List<string> Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    public static async Task AssertAccessibleAsync(this IPage page)
    {
        var result = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = Tags } });
        if (result.Passes.Length == 0)
            Assert.Fail($"axe checked nothing on {page.Url}.");

        var grave = result.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(Describe).ToArray();
        if (grave.Length > 0)
            Assert.Fail($"axe found {grave.Length} grave violations on {page.Url}\n{string.Join('\n', grave)}");
    }

    private static string Describe(AxeResultItem violation)
    {
        var nodes = violation.Nodes.Select(node => $"    {node.Html}");
        return $"  {violation.Id} ({violation.Impact}): {violation.Help} {violation.HelpUrl}\n{string.Join('\n', nodes)}";
    }
}
