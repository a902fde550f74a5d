using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace NhiPortal.EndToEnd.Stories;

/// <summary>A request asked by a person, withdrawn, turned down, or cut short.</summary>
[Collection(nameof(StoryPortal))]
public sealed class RequestStoryTests(Browser browser, StoryPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskOnBehalf_ThenCancel_CarriesTheNameAndEnds()
    {
        var asker = await browser.SignInAsync(portal.Address, "business-owner");
        await asker.OpenAsync(portal.At("/requests/new?integration=hr-sync"));
        await asker.GetByLabel("Action").SelectOptionAsync("group.add_member");
        await asker.GetByLabel(new Regex("^Group")).FillAsync("cn=payroll-readers");
        await asker.GetByLabel("Member", new() { Exact = true }).FillAsync("u-on-behalf");
        await asker.GetByLabel(new Regex("^Why")).FillAsync("Starts on Monday in payroll.");
        await asker.GetByLabel("Minutes").FillAsync("30");
        await asker.GetByLabel("Minutes").PressAsync("Tab");
        await Assertions.Expect(asker.GetByText("would ask to")).ToContainTextAsync("u-on-behalf");
        await asker.PressAsync("Ask for this");

        await Assertions.Expect(asker.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("u-on-behalf");
        await Assertions.Expect(asker.GetByRole(AriaRole.Main)).ToContainTextAsync("Noor Haddad");
        await asker.PressAsync("Cancel request…");
        await asker.ConfirmAsync("Asked by mistake", "Cancel the request");

        await Assertions.Expect(asker.Locator(".page-head")).ToContainTextAsync("Cancelled");
        await Assertions.Expect(asker.GetByRole(AriaRole.Button, new() { Name = "Cancel request…" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Deny_WithReason_TellsTheCaller()
    {
        const string Reason = "Ask again inside the change window";
        using var workload = await portal.CallerAsync("cert-renewal");
        var id = await workload.AskAsync(ApiCaller.Call("cert-renewal", "secret.rotate", "secret", "cert/denied", "cloud-prod"), "Routine renewal.", Stop);
        var owner = await browser.SignInAsync(portal.Address, "system-owner");
        await owner.OpenAsync(portal.At($"/inbox/{id}"));

        await owner.GetByRole(AriaRole.Button, new() { NameRegex = new("^Deny…") }).ClickAsync();
        await owner.PressAsync("Deny");
        await Assertions.Expect(owner.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Give a reason" })).ToBeVisibleAsync();
        await owner.PressAsync(Reason);
        await owner.PressAsync("Deny");

        await Assertions.Expect(owner.Locator(".receipt")).ToContainTextAsync("Denied");
        var task = (await workload.GetAsync($"/access/v1/requests/{id}", Stop)).GetProperty("task");
        Assert.Equal("denied", task.GetProperty("status").GetString());
        Assert.Contains(Reason, task.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_WithLess_GrantsTheShorterTime()
    {
        using var workload = await portal.CallerAsync("cert-renewal");
        var call = ApiCaller.Call("cert-renewal", "secret.rotate", "secret", "cert/shorter", "cloud-prod");
        var id = await workload.AskAsync(call, "Renewal of the shop's certificate.", Stop);
        var owner = await browser.SignInAsync(portal.Address, "system-owner");
        await owner.OpenAsync(portal.At($"/inbox/{id}"));

        await owner.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve…") }).ClickAsync();
        await owner.GetByLabel("Other").FillAsync("999999");
        await owner.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve") }).ClickAsync();
        await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve") })).ToBeVisibleAsync();
        await owner.GetByLabel("Other").FillAsync("7");
        await owner.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve for 7 min, less than asked") }).ClickAsync();

        await Assertions.Expect(owner.Locator(".receipt")).ToContainTextAsync("Approved");
        var granted = (await workload.GetAsync($"/access/v1/requests/{id}", Stop)).GetProperty("result").GetProperty("approval");
        Assert.Equal(7, (granted.GetProperty("approved_until").GetDateTimeOffset() - granted.GetProperty("approved_at").GetDateTimeOffset()).TotalMinutes, 2);
        Assert.Equal("allowed", await workload.JudgeAsync(call, Stop));
    }

    [Fact]
    public async Task BreakGlass_LetsItThroughAlone_AndOwesAReview()
    {
        using var workload = await portal.CallerAsync("hr-sync");
        var call = ApiCaller.Call("hr-sync", "account.create_admin", "account", "adm-emergency", "corp-directory");
        var id = await workload.AskAsync(call, "The directory is down, recovery needs this account.", Stop);
        var owner = await browser.SignInAsync(portal.Address, "system-owner");
        await owner.OpenAsync(portal.At($"/inbox/{id}"));

        await owner.GetByRole(AriaRole.Button, new() { NameRegex = new("^Break glass…") }).ClickAsync();
        await owner.GetByLabel(new Regex("^Why can it not wait")).FillAsync("Nobody can sign in and the IAM owner does not answer.");
        await owner.GetByLabel(new Regex("^Type corp-directory")).FillAsync("corp-directory");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Break glass", Exact = true }).ClickAsync();

        await Assertions.Expect(owner.Locator(".glass-broken")).ToContainTextAsync("let this through alone in an emergency");
        Assert.Equal("allowed", await workload.JudgeAsync(call, Stop));
        await owner.OpenAsync(portal.At("/break-glass"));
        await Assertions.Expect(owner.GetByRole(AriaRole.Region, new() { Name = "Uses that wait for review" })).ToContainTextAsync("adm-emergency");
    }
}
