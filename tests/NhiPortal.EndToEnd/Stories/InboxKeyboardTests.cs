using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace NhiPortal.EndToEnd.Stories;

/// <summary>The inbox without a mouse: walk, open, approve, deny, help, and no accidental yes to the riskiest.</summary>
[Collection(nameof(StoryPortal))]
public sealed class InboxKeyboardTests(Browser browser, StoryPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_WalkOpenAndAnswer()
    {
        using var workload = await portal.CallerAsync("cert-renewal");
        var yes = await workload.AskAsync(ApiCaller.Call("cert-renewal", "secret.rotate", "secret", "cert/key-yes", "cloud-prod"), "Approved by keyboard.", Stop);
        var no = await workload.AskAsync(ApiCaller.Call("cert-renewal", "secret.rotate", "secret", "cert/key-no", "cloud-prod"), "Denied by keyboard.", Stop);
        var owner = await browser.SignInAsync(portal.Address, "system-owner");
        await owner.OpenAsync(portal.At("/inbox"));

        await owner.Keyboard.PressAsync("?");
        await Assertions.Expect(owner.Locator("#key-list")).ToContainTextAsync("Approve: choose for how long");
        await owner.Keyboard.PressAsync("Escape");

        await WalkToAsync(owner, yes);
        await owner.Keyboard.PressAsync("a");
        await Assertions.Expect(owner.GetByRole(AriaRole.Radio, new() { NameRegex = new("asked") })).ToBeFocusedAsync();
        await owner.Keyboard.PressAsync("Enter");
        await Assertions.Expect(owner.Locator(".receipt")).ToContainTextAsync("Approved");

        await owner.OpenAsync(portal.At("/inbox"));
        await WalkToAsync(owner, no);
        await owner.Keyboard.PressAsync("d");
        await Assertions.Expect(owner.GetByLabel(new Regex("^Why not"))).ToBeFocusedAsync();
        // Letters typed into the reason are words, not commands.
        await owner.Keyboard.TypeAsync("a day too early");
        await owner.Keyboard.PressAsync("Tab");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Deny", Exact = true }).PressAsync("Enter");
        await Assertions.Expect(owner.Locator(".receipt")).ToContainTextAsync("a day too early");
    }

    [Theory]
    [InlineData(25, 1280)]
    [InlineData(3, 390)]
    public async Task Keys_PickAndDecideTogether(int many, int width)
    {
        using var workload = await portal.CallerAsync("cert-renewal");
        for (var n = 1; n <= many; n++)
            await workload.AskAsync(ApiCaller.Call("cert-renewal", "secret.rotate", "secret", $"cert/batch-{width}-{n}", "cloud-prod"), $"Number {n} of the yearly renewal.", Stop);
        var owner = await browser.SignInAsync(portal.Address, "system-owner", new() { ViewportSize = new() { Width = width, Height = 844 } });
        await owner.OpenAsync(portal.At("/inbox"));

        // Ten and more alike are one line; Enter opens it to its parts.
        if (many >= 10)
            await owner.Locator(".inbox-flood").Filter(new() { HasText = "secret.rotate" }).Locator("summary").PressAsync("Enter");
        var batch = owner.Locator("li.inbox-pickable").Filter(new() { HasText = $"cert/batch-{width}-" });
        await Assertions.Expect(batch).ToHaveCountAsync(many);
        for (var n = 0; n < many; n++)
        {
            await batch.Nth(n).Locator("[data-row]").FocusAsync();
            await owner.Keyboard.PressAsync("x");
        }

        await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { NameRegex = new($"^Decide {many} together") })).ToBeVisibleAsync();
        await owner.SaveScreenshotAsync($"inbox-picked-{width}");
        await owner.Keyboard.PressAsync("t");
        await Assertions.Expect(owner.GetByRole(AriaRole.Heading, new() { Name = $"Decide {many} requests together" })).ToBeVisibleAsync();
        await owner.AssertAccessibleAsync();
        await owner.SaveScreenshotAsync($"inbox-together-{width}");
        await owner.Keyboard.PressAsync("Enter");
        await Assertions.Expect(owner.GetByRole(AriaRole.Heading, new() { Name = $"{many} decided" })).ToBeVisibleAsync();
        await Assertions.Expect(owner.Locator(".together td .badge")).ToHaveCountAsync(many);
        await owner.SaveScreenshotAsync($"inbox-together-done-{width}");
        await owner.Keyboard.PressAsync("Escape");
        await Assertions.Expect(batch).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Enter_OnACriticalAction_ApprovesOnlyWithTheTargetsNameTyped()
    {
        using var workload = await portal.CallerAsync("hr-sync");
        var id = await workload.AskAsync(ApiCaller.Call("hr-sync", "account.create_admin", "account", "adm-keyboard", "corp-directory"), "Second administrator for the night shift.", Stop);
        var owner = await browser.SignInAsync(portal.Address, "system-owner");
        await owner.OpenAsync(portal.At($"/inbox/{id}"));

        await owner.Keyboard.PressAsync("a");
        await Assertions.Expect(owner.GetByRole(AriaRole.Radio, new() { NameRegex = new("asked") })).ToBeFocusedAsync();
        await owner.Keyboard.PressAsync("Enter");
        await Assertions.Expect(owner.GetByText("Type corp-directory exactly to confirm.")).ToBeVisibleAsync();

        var name = owner.GetByLabel(new Regex("^This action is critical"));
        await name.FillAsync("orders-db");
        await name.PressAsync("Enter");
        await Assertions.Expect(owner.GetByText("Type corp-directory exactly to confirm.")).ToBeVisibleAsync();
        await name.FillAsync("corp-directory");
        await name.PressAsync("Enter");
        await Assertions.Expect(owner.GetByRole(AriaRole.Main)).ToContainTextAsync("You have answered.");
    }

    private static async Task WalkToAsync(IPage page, string id)
    {
        var wanted = page.Locator($"[data-row][href='/inbox/{id}']");
        for (var steps = 0; steps < 40 && !await wanted.EvaluateAsync<bool>("row => row === document.activeElement"); steps++)
            await page.Keyboard.PressAsync("j");
        await Assertions.Expect(wanted).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.EndsWith(id, StringComparison.Ordinal));
        // The address changes at once; keys mean this request when its card is there.
        await Assertions.Expect(page.Locator($"a[href='/stand-ins?request={id}']")).ToBeVisibleAsync();
        await page.SettleAsync();
    }
}
