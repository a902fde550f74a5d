using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace NhiPortal.EndToEnd.Stories;

/// <summary>What was allowed is taken back in the browser, and the next decision already says no.</summary>
[Collection(nameof(StoryPortal))]
public sealed class StopStoryTests(Browser browser, StoryPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Suspend_ThenResume_ClosesAndOpensEverything()
    {
        using var workload = await portal.CallerAsync("repo-permission-sync");
        var call = ApiCaller.Call("repo-permission-sync", "role.grant", "role", "repo-web", "git-host");
        call["action"]!["properties"] = new JsonObject { ["principal"] = "team-web" };
        Assert.Equal("approval_required", await workload.JudgeAsync(call, Stop));
        var page = await browser.SignInAsync(portal.Address, "security-operations");
        await page.OpenAsync(portal.At("/integrations/repo-permission-sync"));

        await page.PressAsync("Suspend…");
        await page.ConfirmAsync("Grants roles outside its teams, incident 812.", "Suspend now");

        await Assertions.Expect(page.GetByText("Suspended", new() { Exact = true }).First).ToBeVisibleAsync();
        Assert.Equal("integration_suspended", await workload.JudgeAsync(call, Stop));

        var staff = await browser.SignInAsync(portal.Address, "iam-staff");
        await staff.OpenAsync(portal.At("/integrations/repo-permission-sync"));
        await Assertions.Expect(staff.GetByRole(AriaRole.Main)).ToContainTextAsync("incident 812");
        await staff.PressAsync("Resume…");
        await staff.ConfirmAsync("The team list was wrong and is corrected.", "Resume now");

        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Suspend…" })).ToBeVisibleAsync();
        Assert.Equal("approval_required", await workload.JudgeAsync(call, Stop));
    }

    [Fact]
    public async Task RevokeNow_LiveGrant_DeniesTheNextCall()
    {
        using var workload = await portal.CallerAsync("cert-renewal");
        var call = ApiCaller.Call("cert-renewal", "secret.rotate", "secret", "cert/revoked", "cloud-prod");
        var id = await workload.AskAsync(call, "The certificate runs out on Friday.", Stop);
        var owner = await browser.SignInAsync(portal.Address, "system-owner");
        await owner.ApproveAsync(portal.Address, id, "15 min");
        Assert.Equal("allowed", await workload.JudgeAsync(call, Stop));

        await owner.OpenAsync(portal.At("/grants?q=cert%2Frevoked"));
        await owner.GetByRole(AriaRole.Button, new() { NameRegex = new("^Revoke now… .*revoked") }).ClickAsync();
        await owner.ConfirmAsync("Used outside the maintenance window.", "Revoke now");

        await Assertions.Expect(owner.GetByRole(AriaRole.Main)).ToContainTextAsync("Revoked");
        Assert.Equal("grant_revoked", await workload.JudgeAsync(call, Stop));
    }
}
