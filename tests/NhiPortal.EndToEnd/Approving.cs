using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>What owners do with a request in the browser.</summary>
public static class Approving
{
    /// <summary>An owner opens the request, chooses how long and confirms.</summary>
    public static async Task ApproveAsync(this IPage page, Uri portal, string id, string length)
    {
        await page.OpenAsync(new Uri(portal, $"/inbox/{id}"));
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve…") }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = new($"^{length}") }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^Approve for {length}") }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve") })).ToHaveCountAsync(0);
    }

    /// <summary>Answers the question on screen: a reason, and the word for going on.</summary>
    public static async Task ConfirmAsync(this IPage page, string reason, string go)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason", new() { Exact = true }).FillAsync(reason);
        await dialog.GetByRole(AriaRole.Button, new() { Name = go, Exact = true }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
    }

    public static async Task PressAsync(this IPage page, string button) =>
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
