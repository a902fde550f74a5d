using System.Text.Json;
using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>
/// The main job, as the people and the workload live it: denied, asked, seen at once, approved, allowed for exactly that,
/// ended by time, and all of it on one record.
/// </summary>
public sealed class MainStoryTests(Browser browser)
{
    [Fact]
    public async Task Workload_AsksAndOwnersApprove_AllowsExactlyThatUntilTimeEndsIt()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var portal = PortalWithClock.Start();
        using var workload = new ApiCaller(portal.Address);
        await workload.SignInAsync("hr-sync", stop);
        var system = await browser.SignInAsync(portal.Address, "system-owner");
        var iam = await browser.SignInAsync(portal.Address, "iam-owner");
        await system.OpenAsync(new Uri(portal.Address, "/inbox"));

        var member = $"u{Random.Shared.Next(100_000, 999_999)}";
        var call = ApiCaller.AddMember(member);
        var denied = await workload.EvaluateAsync(call, stop);
        Assert.False(denied.GetProperty("decision").GetBoolean());
        Assert.Equal("approval_required", denied.GetProperty("context").GetProperty("reason").GetString());

        var asked = await workload.AskAsync(call, denied, "New starter in the directory team, ticket 4711.", stop);
        var id = asked.GetProperty("task").GetProperty("id").GetString()!;

        // The open page shows it by itself; nobody reloads.
        await Assertions.Expect(system.GetByText(member).First).ToBeVisibleAsync(new() { Timeout = 2_000 });
        await system.ApproveAsync(portal.Address, id, "15 min");
        Assert.Equal("pending", (await workload.GetAsync($"/access/v1/requests/{id}", stop)).GetProperty("task").GetProperty("status").GetString());
        await iam.ApproveAsync(portal.Address, id, "15 min");

        var done = await workload.GetAsync($"/access/v1/requests/{id}", stop);
        Assert.Equal("approved", done.GetProperty("task").GetProperty("status").GetString());
        var allowed = await workload.EvaluateAsync(call, stop);
        Assert.True(allowed.GetProperty("decision").GetBoolean(), allowed.ToString());
        var until = allowed.GetProperty("context").GetProperty("approval").GetProperty("approved_until").GetDateTimeOffset();
        Assert.InRange(until - portal.Time.GetUtcNow(), TimeSpan.FromMinutes(13), TimeSpan.FromMinutes(15));

        var changed = await workload.EvaluateAsync(ApiCaller.AddMember("somebody-else"), stop);
        Assert.False(changed.GetProperty("decision").GetBoolean());
        Assert.Equal("parameters_changed", changed.GetProperty("context").GetProperty("reason").GetString());

        portal.Time.Advance(TimeSpan.FromMinutes(16));
        var late = await workload.EvaluateAsync(call, stop);
        Assert.False(late.GetProperty("decision").GetBoolean());
        Assert.Equal("grant_expired", late.GetProperty("context").GetProperty("reason").GetString());

        await RecordTellsAsync(portal, system, id, member);
        // Open pages would keep the portal from ending.
        await system.Context.CloseAsync();
        await iam.Context.CloseAsync();
    }

    private static async Task RecordTellsAsync(PortalWithClock portal, IPage page, string id, string member)
    {
        await page.OpenAsync(new Uri(portal.Address, $"/actions/{id}"));
        var main = page.GetByRole(AriaRole.Main);
        foreach (var told in new[] { "hr-sync", member, "Version 3", "Sofia Lindqvist", "Jonas Weber", "System owner", "IAM owner" })
            await Assertions.Expect(main).ToContainTextAsync(told);
        await page.AssertAccessibleAsync();
        await page.SaveScreenshotAsync("record");

        var json = await (await page.APIRequest.GetAsync(new Uri(portal.Address, $"/actions/{id}.json").ToString())).JsonAsync();
        var text = JsonSerializer.Serialize(json);
        foreach (var told in new[] { "hr-sync", member, "system_owner", "iam_owner", "access.allowed", "access.denied" })
            Assert.Contains(told, text, StringComparison.Ordinal);
    }
}
