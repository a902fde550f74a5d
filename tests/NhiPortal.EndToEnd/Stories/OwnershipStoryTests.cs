using Microsoft.Playwright;

namespace NhiPortal.EndToEnd.Stories;

/// <summary>Somebody is asked to own a thing, says yes or no, and keeps confirming it.</summary>
[Collection(nameof(StoryPortal))]
public sealed class OwnershipStoryTests(Browser browser, StoryPortal portal)
{
    [Fact]
    public async Task Nomination_Accepted_MakesTheOwner()
    {
        var staff = await browser.SignInAsync(portal.Address, "iam-staff");
        await NominateAsync(staff, "business_owner:contract-reader");

        var nominee = await browser.SignInAsync(portal.Address, "no-role");
        await nominee.OpenAsync(portal.At("/owners/mine"));
        await nominee.PressAsync("Accept to be business owner of contract-reader");
        await Assertions.Expect(nominee.GetByText("You are now business owner of contract-reader.")).ToBeVisibleAsync();

        // The panel that IAM staff left open follows by itself.
        await Assertions.Expect(Panel(staff)).ToContainTextAsync("Last confirmed");
        await Assertions.Expect(Panel(staff)).ToContainTextAsync("tom.becker@brunnvik.example");
    }

    [Fact]
    public async Task Nomination_DeclinedWithReason_TellsWhoAsked()
    {
        const string Reason = "I moved to the payments team in October.";
        var staff = await browser.SignInAsync(portal.Address, "iam-staff");
        await NominateAsync(staff, "iam_owner:artifact-signer");

        var nominee = await browser.SignInAsync(portal.Address, "no-role");
        await nominee.OpenAsync(portal.At("/owners/mine"));
        await nominee.PressAsync("Decline to be IAM owner of artifact-signer");
        await nominee.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Decline", Exact = true }).ClickAsync();
        await Assertions.Expect(nominee.GetByText("Give a reason.")).ToBeVisibleAsync();
        await nominee.ConfirmAsync(Reason, "Decline");

        await Assertions.Expect(nominee.GetByRole(AriaRole.Button, new() { Name = "Decline to be IAM owner of artifact-signer" })).ToHaveCountAsync(0);
        await Assertions.Expect(Panel(staff)).ToContainTextAsync(Reason);
    }

    [Fact]
    public async Task Attestation_DueOne_IsConfirmedAtOnePress()
    {
        var owner = await browser.SignInAsync(portal.Address, "business-owner");
        await owner.OpenAsync(portal.At("/owners/mine"));

        await owner.PressAsync("Attest that you are still business owner of onboarding-agent");

        await Assertions.Expect(owner.GetByText("Confirmed: you are business owner of onboarding-agent until")).ToBeVisibleAsync();
        var row = owner.GetByRole(AriaRole.Row).Filter(new() { HasText = "onboarding-agent" });
        await Assertions.Expect(row.GetByText("Accepted", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(row).Not.ToContainTextAsync("Due");
    }

    [Fact]
    public async Task Rows_PickedTogether_ShowWhatChangesAndAreAsked()
    {
        var staff = await browser.SignInAsync(portal.Address, "iam-staff");
        await staff.OpenAsync(portal.At("/owners?tenant=brunnvik"));
        foreach (var box in (await staff.Locator("td.cell-pick input").AllAsync()).Take(2))
            await box.CheckAsync();
        await staff.PressAsync("Assign or end…");
        var dialog = staff.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Role").SelectOptionAsync("Security operations");
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = "Owner", Exact = true }).FillAsync("Tom Bec");
        await dialog.GetByRole(AriaRole.Option, new() { NameRegex = new("Tom Becker") }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "See what changes" }).ClickAsync();
        await Assertions.Expect(dialog.GetByText("Nothing has been changed yet.", new() { Exact = false })).ToBeVisibleAsync();
        await staff.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("^Assign") }).ClickAsync();
        await Assertions.Expect(staff.GetByText("Nominated: waiting for Tom Becker").First).ToBeVisibleAsync();
    }

    private static ILocator Panel(IPage page) => page.GetByRole(AriaRole.Complementary);

    private async Task NominateAsync(IPage staff, string cell)
    {
        await staff.OpenAsync(portal.At($"/owners?cell={cell}"));
        var owner = Panel(staff).GetByRole(AriaRole.Combobox, new() { Name = "Owner", Exact = true });
        await owner.FillAsync("Tom Bec");
        await Panel(staff).GetByRole(AriaRole.Option, new() { NameRegex = new("Tom Becker") }).ClickAsync();
        await Panel(staff).GetByRole(AriaRole.Button, new() { Name = "Nominate", Exact = true }).ClickAsync();
        await Assertions.Expect(staff.GetByText("Tom Becker is asked to be")).ToBeVisibleAsync();
    }
}
