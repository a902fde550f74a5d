using Microsoft.Playwright;

namespace NhiPortal.EndToEnd.Stories;

/// <summary>IAM staff make the policy ask for less; only with a second person does it come into force.</summary>
public sealed class PolicyStoryTests(Browser browser, Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task WeakerDraft_IsSeenThroughAskedForAndAgreedByAnother_ThenInForce()
    {
        // The demo's own draft waits for a second person; this is another.
        portal.Execute("DELETE FROM PolicyDrafts");
        var staff = await browser.SignInAsync(portal.Address, "iam-staff");
        await staff.OpenAsync(At("/policies"));
        await staff.SaveScreenshotAsync("policies-1-in-force");
        await staff.GetByRole(AriaRole.Link, new() { Name = "Change the policy" }).ClickAsync();
        await staff.PressAsync("Edit Scripted, everything else");
        await staff.Locator("#rule-longest").FillAsync("720");
        await staff.Locator("#rule-escalate").FillAsync("60");
        await staff.Locator("#rule-hours").CheckAsync();
        await staff.Locator("#rule-window").CheckAsync();
        await staff.AssertAccessibleAsync();
        await staff.SaveScreenshotAsync("policies-2-editor");
        await staff.Locator("#rule-window").UncheckAsync();
        await staff.Locator("#rule-hours").UncheckAsync();
        await staff.PressAsync("Take the change");
        await Assertions.Expect(staff.GetByText("A grant lasts up to 12 h instead of 8 h.")).ToBeVisibleAsync();
        await Assertions.Expect(staff.GetByText("What is not answered is escalated after 1 h; before: What is not answered is escalated to nobody.")).ToBeVisibleAsync();
        await staff.PressAsync("Save the draft");
        await Assertions.Expect(staff.GetByText("Saved last by Priya Raman")).ToBeVisibleAsync();
        await staff.PressAsync("Look back");
        await Assertions.Expect(staff.GetByText("asks that policy refused")).ToBeVisibleAsync();
        await staff.AssertAccessibleAsync();
        await staff.SaveScreenshotAsync("policies-3-difference");
        await staff.PressAsync("Ask a second person…");
        await staff.ConfirmAsync("The nightly export takes ten hours now.", "Ask");
        await Assertions.Expect(staff.GetByText("You wrote some of this draft.")).ToBeVisibleAsync();

        var second = await browser.SignInAsync(portal.Address, "administrator", new() { ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = 390, Height = 844 } });
        await second.OpenAsync(At("/policies/draft"));
        await Assertions.Expect(second.GetByText("The nightly export takes ten hours now.")).ToBeVisibleAsync();
        await second.AssertAccessibleAsync();
        Assert.True(await second.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth + 1"), "The draft scrolls sideways.");
        await second.SaveScreenshotAsync("policies-4-second-390");
        await second.PressAsync("Agree and publish…");
        var dialog = second.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("version 4");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Agree and publish" }).ClickAsync();

        // The page the author left open follows by itself.
        await Assertions.Expect(staff.GetByRole(AriaRole.Heading, new() { Name = "Draft of policy version 5" })).ToBeVisibleAsync();
        await staff.OpenAsync(At("/policies/4"));
        await Assertions.Expect(staff.GetByRole(AriaRole.Main)).ToContainTextAsync("Elena Petrova");
        await Assertions.Expect(staff.GetByText("A grant lasts up to 12 h instead of 8 h.")).ToBeVisibleAsync();
        await staff.SaveScreenshotAsync("policies-5-version");
    }

    private Uri At(string path) => new(portal.Address, path);
}
