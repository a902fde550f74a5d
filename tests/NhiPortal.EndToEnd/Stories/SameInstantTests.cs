using Microsoft.Playwright;

namespace NhiPortal.EndToEnd.Stories;

/// <summary>Several open pages answer one request in the same instant: it ends once, and who came second is told who decided.</summary>
[Collection(nameof(StoryPortal))]
public sealed class SameInstantTests(Browser browser, StoryPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approvals_OfBothOwnersAndADoublePress_MakeOneGrant()
    {
        using var workload = await portal.CallerAsync("hr-sync");
        var call = ApiCaller.AddMember("u-raced-yes");
        var id = await workload.AskAsync(call, "Both owners are at their desks.", Stop);
        var pages = await OpenAsync(id, "Approve…", "system-owner", "system-owner", "iam-owner");

        await Task.WhenAll(pages.Select(page => PressAsync(page, "^Approve for")));

        foreach (var page in pages)
        {
            await Assertions.Expect(page.Locator(".receipt")).ToContainTextAsync("Sofia Lindqvist approved");
            await Assertions.Expect(page.Locator(".receipt")).ToContainTextAsync("Jonas Weber approved");
        }

        Assert.Equal(1, portal.Count("SELECT COUNT(*) FROM Grants WHERE RequestId = $id", ("$id", Guid.Parse(id))));
        Assert.Equal(2, portal.Count("SELECT COUNT(*) FROM Decisions WHERE RequestId = $id", ("$id", Guid.Parse(id))));
        Assert.Equal("allowed", await workload.JudgeAsync(call, Stop));
    }

    [Fact]
    public async Task Denials_OfBothOwners_EndItOnceAndNameTheFirst()
    {
        using var workload = await portal.CallerAsync("hr-sync");
        var id = await workload.AskAsync(ApiCaller.AddMember("u-raced-no"), "Neither owner knows of this.", Stop);
        var pages = await OpenAsync(id, "Deny…", "system-owner", "iam-owner");
        foreach (var page in pages)
            await page.PressAsync("I was not told of this change");

        await Task.WhenAll(pages.Select(page => PressAsync(page, "^Deny$")));

        // Whoever is second hears it as an answer, or sees the receipt take the place of their form: either way, who it was.
        foreach (var page in pages)
            await Assertions.Expect(page.Locator(".receipt")).ToContainTextAsync(" denied");
        var first = Assert.Single(portal.Ask("SELECT p.Name FROM Decisions d JOIN People p ON p.Id = d.PersonId WHERE d.RequestId = $id", row => row.GetString(0), ("$id", Guid.Parse(id))));
        foreach (var page in pages)
            await Assertions.Expect(page.Locator(".receipt")).ToContainTextAsync($"{first} denied");
    }

    // A press that comes a moment later finds the other's answer in the place of its button.
    private static async Task PressAsync(IPage page, string button)
    {
        var press = page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { NameRegex = new(button) }).ClickAsync();
        var answered = Assertions.Expect(page.Locator(".receipt")).ToBeVisibleAsync();
        await await Task.WhenAny(press, answered);
    }

    private async Task<IReadOnlyList<IPage>> OpenAsync(string id, string step, params string[] people)
    {
        var pages = new List<IPage>();
        foreach (var person in people)
        {
            var page = await browser.SignInAsync(portal.Address, person);
            await page.OpenAsync(portal.At($"/inbox/{id}"));
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{step}") }).ClickAsync();
            await Assertions.Expect(page.Locator(".answer-form")).ToBeVisibleAsync();
            pages.Add(page);
        }

        return pages;
    }
}
