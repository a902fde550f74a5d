using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>From nothing to a working integration, step by step; and a vendor's integrations stopped all at once.</summary>
public sealed class RegisterTests(Browser browser, Portal portal) : IClassFixture<Portal>
{
    private const string BusinessOwner = "Noor Haddad";
    private const string IamOwner = "Jonas Weber";

    [Fact]
    public async Task Staff_RegisterAndOwnersAccept_IntegrationBecomesActive()
    {
        const int width = 390;
        const ColorScheme scheme = ColorScheme.Dark;
        var key = $"night-export-{width}";
        var staff = await SignInAsync("iam-staff", width, scheme);
        await staff.OpenAsync(new Uri(Address("/integrations/new")));
        await PickTenantAsync(staff);
        await staff.FillAsync("#draft-name", "Night export");
        await staff.Locator("#draft-name").BlurAsync();
        // A key is offered as soon as there is a name; a person sees it before writing another.
        await Assertions.Expect(staff.Locator("#draft-key")).ToHaveValueAsync("night-export");
        await staff.FillAsync("#draft-key", key);
        await staff.FillAsync("#draft-purpose", "Exports the day's orders to the archive.");
        await staff.GetByRole(AriaRole.Radio, new() { NameRegex = new("Scripted automation") }).CheckAsync();
        await NextAsync(staff, "What it may do where", $"register-1-{width}");
        await staff.FillAsync("#path-target-1", "corp-directory");
        await staff.SelectOptionAsync("#path-action-1", "group.add_member");
        await staff.FillAsync("#path-pattern-1", "app-*");
        await staff.PressAsync("#path-pattern-1", "Tab");
        await Assertions.Expect(staff.GetByText("It may ask to add a member", new() { Exact = false })).ToBeVisibleAsync();
        await NextAsync(staff, "How it is recognised", $"register-2-{width}");
        await staff.SelectOptionAsync("#identity-issuer-1", "urn:nhiportal:development");
        await staff.FillAsync("#identity-subject-1", key);
        await NextAsync(staff, "Who owns it", $"register-3-{width}");
        await PickAsync(staff, "Business owner", BusinessOwner);
        await PickAsync(staff, "IAM owner", IamOwner);
        await NextAsync(staff, "Summary", $"register-4-{width}");
        await Assertions.Expect(staff.GetByText($"{BusinessOwner} must accept", new() { Exact = false })).ToBeVisibleAsync();
        await staff.AssertAccessibleAsync();
        await staff.SaveScreenshotAsync($"register-5-{width}");
        await staff.GetByRole(AriaRole.Button, new() { Name = "Register as a draft" }).ClickAsync();
        await staff.WaitForURLAsync($"**/integrations/{key}");
        await Assertions.Expect(staff.GetByText("Draft", new() { Exact = true }).First).ToBeVisibleAsync();

        await AcceptAsync("business-owner", $"business owner of {key}", width);
        await AcceptAsync("iam-owner", $"IAM owner of {key}", width);

        // The open passport hears of it by itself.
        await Assertions.Expect(staff.GetByText("Active", new() { Exact = true }).First).ToBeVisibleAsync(new() { Timeout = 10_000 });
        await staff.SaveScreenshotAsync($"register-6-{width}");
        await staff.Context.CloseAsync();
    }

    [Fact]
    public async Task SecurityOperations_StopAVendor_SeeFirstWhatStopsAndThenHowFarItIs()
    {
        var page = await SignInAsync("security-operations", 1280, ColorScheme.Light);
        await page.OpenAsync(new Uri(Address("/vendors/quillsign")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByText("From the next decision on")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.SaveScreenshotAsync("vendor-stop-1");

        // Neither the reason nor the name alone is enough.
        await dialog.GetByRole(AriaRole.Button, new() { Name = "The vendor reported an incident" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Stop now" }).ClickAsync();
        await Assertions.Expect(dialog.Locator("#confirm-missing")).Not.ToBeEmptyAsync();
        await dialog.GetByLabel("Type quillsign to go on").FillAsync("quillsign");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Stop now" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Stop of") })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".page-head .badge")).ToHaveTextAsync("Live");
        await page.AssertAccessibleAsync();
        await page.SaveScreenshotAsync("vendor-stop-2");
        await page.Context.CloseAsync();
    }

    private async Task AcceptAsync(string persona, string ownership, int width)
    {
        var owner = await SignInAsync(persona, width, ColorScheme.Light);
        await owner.OpenAsync(new Uri(Address("/owners/mine")));
        await owner.PressAsync($"Accept to be {ownership}");
        await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { Name = $"Accept to be {ownership}" })).ToHaveCountAsync(0);
        await owner.Context.CloseAsync();
    }

    private static async Task NextAsync(IPage page, string title, string picture)
    {
        await page.AssertAccessibleAsync();
        await page.SaveScreenshotAsync(picture);
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 2 })).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth + 1"), $"{title} scrolls sideways.");
    }

    private static async Task PickTenantAsync(IPage page)
    {
        var tenant = page.Locator("#draft-tenant");
        if (await tenant.CountAsync() > 0)
            await tenant.SelectOptionAsync("brunnvik");
    }

    private static async Task PickAsync(IPage page, string role, string name)
    {
        await page.GetByRole(AriaRole.Combobox, new() { Name = role, Exact = true }).FillAsync(name);
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new(name) }).First.ClickAsync();
    }

    private string Address(string path) => new Uri(portal.Address, path).ToString();

    private async Task<IPage> SignInAsync(string persona, int width, ColorScheme scheme)
    {
        var page = await (await browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } })).NewPageAsync();
        await page.GotoAsync(Address("/sign-in"));
        await page.Locator($"#persona-{persona}").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        return page;
    }
}
