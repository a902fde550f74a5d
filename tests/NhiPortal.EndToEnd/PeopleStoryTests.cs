using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>An owner is disabled in the directory: the administrator syncs, the target closes, the deputy takes over, it opens.</summary>
public sealed class PeopleStoryTests(Browser browser) : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-directory-");
    private Portal portal = null!;

    private string File => Path.Combine(folder.FullName, "people.csv");

    public async ValueTask InitializeAsync()
    {
        Tell(true);
        portal = new Portal(new PortalOptions { Arguments = ["--People:Source", "Csv", "--People:File", File, "--People:Tenant", "brunnvik"] });
        await portal.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        folder.Delete(true);
    }

    [Fact]
    public async Task OwnerDisabledInTheDirectory_DeputyTakesOver()
    {
        var stop = TestContext.Current.CancellationToken;
        using var workload = new ApiCaller(portal.Address);
        await workload.SignInAsync("hr-sync", stop);
        Assert.Equal("approval_required", await ReasonAsync(workload));

        var admin = await SignInAsync("administrator");
        await SyncAsync(admin, "1 changed");
        Tell(false);
        await admin.GetByRole(AriaRole.Button, new() { Name = "See what would change" }).ClickAsync();
        await Assertions.Expect(admin.GetByText("Sofia Lindqvist is disabled.").First).ToBeVisibleAsync();
        await admin.SaveScreenshotAsync("people-sync-preview");
        Assert.Equal("approval_required", await ReasonAsync(workload));
        await SyncAsync(admin, "1 disabled");
        await admin.AssertAccessibleAsync();

        Assert.Equal("ownership_gap:system_owner:corp-directory", await ReasonAsync(workload));

        var deputy = await SignInAsync("second-owner");
        await deputy.OpenAsync(Address("/owners/mine"));
        var row = deputy.Locator("tbody tr").Filter(new() { HasText = "corp-directory" });
        await Assertions.Expect(row).ToContainTextAsync("Nominated: waiting for you");
        await row.GetByRole(AriaRole.Button, new() { NameRegex = new("^Accept") }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Accepted");
        Assert.Equal("approval_required", await ReasonAsync(workload));

        foreach (var told in new[] { "The directory says that Sofia Lindqvist is disabled", "is asked to take over as system owner of corp-directory from Sofia Lindqvist, who is disabled", "accepted to be system owner of corp-directory" })
        {
            await admin.OpenAsync(Address($"/audit?q={Uri.EscapeDataString(told[..36])}"));
            await Assertions.Expect(admin.Locator("tbody")).ToContainTextAsync(told);
        }

        await admin.OpenAsync(Address("/people?status=disabled"));
        await admin.GetByRole(AriaRole.Link, new() { Name = "Sofia Lindqvist" }).ClickAsync();
        await Assertions.Expect(admin.GetByRole(AriaRole.Main)).ToContainTextAsync("Sofia Lindqvist answers for nothing any more");
        await admin.AssertAccessibleAsync();
        await admin.SaveScreenshotAsync("people-person-gone");
    }

    private void Tell(bool enabled) => System.IO.File.WriteAllText(
        File, $"object_id,name,mail,enabled\npersona-system-owner,Sofia Lindqvist,sofia.lindqvist@brunnvik.example,{enabled}\n");

    private static async Task<string> ReasonAsync(ApiCaller workload) =>
        (await workload.EvaluateAsync(ApiCaller.AddMember("u777"), TestContext.Current.CancellationToken)).GetProperty("context").GetProperty("reason").GetString()!;

    private async Task SyncAsync(IPage page, string told)
    {
        await page.OpenAsync(Address("/people/sync"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync now" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(told);
    }

    private Uri Address(string path) => new(portal.Address, path);

    private Task<IPage> SignInAsync(string persona) => browser.SignInAsync(portal.Address, persona);
}
