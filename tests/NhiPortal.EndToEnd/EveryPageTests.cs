using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>Every page of the demo organisation: who may open it, without grave barriers, light and dark, wide and narrow.</summary>
public sealed class EveryPageTests(Browser browser, Portal portal) : IClassFixture<Portal>
{
    private static readonly string[] Everyone = ["system-owner", "business-owner", "iam-owner", "iam-staff", "security-operations", "auditor", "administrator", "no-role"];
    private static readonly string[] Readers = ["iam-staff", "security-operations", "auditor", "administrator"];

    private static readonly string[] Registrars = ["iam-staff", "administrator"];

    private static readonly (string Path, string[] May)[] Pages =
    [
        ("/", Everyone), ("/inbox", Everyone), ("/requests", Everyone), ("/grants", Everyone), ("/owners", Everyone), ("/owners/mine", Everyone),
        ("/integrations", Everyone), ("/integrations/new", Registrars), ("/integrations/import", Registrars), ("/integrations/hr-sync/edit", Registrars),
        ("/integrations/hr-sync/clone", Registrars), ("/vendors", Everyone), ("/vendors/new", Registrars), ("/vendors/quillsign/edit", Registrars), ("/targets", Everyone), ("/audit", Readers), ("/administration", ["administrator"]), ("/administration/jobs", ["administrator"]),
    ];

    public static TheoryData<string> People => [.. Everyone];

    public static TheoryData<string, string> Looks => new()
    {
        { "system-owner", "light" }, { "system-owner", "dark" }, { "administrator", "light" }, { "administrator", "dark" }, { "auditor", "light" },
    };

    [Theory]
    [MemberData(nameof(People))]
    public async Task Pages_OpenForWhomTheyAreMeant(string persona)
    {
        var page = await SignInAsync(persona, new());
        foreach (var (path, may) in Pages)
        {
            var answer = await page.APIRequest.GetAsync(Address(path), new() { MaxRedirects = 0 });
            if (may.Contains(persona))
                Assert.True(answer.Status == 200, $"{path} answered {answer.Status} to {persona}");
            else
                Assert.True(answer.Status is 302 or 303 or 401 or 403 or 404, $"{path} answered {answer.Status} to {persona}");
        }
    }

    [Fact]
    public async Task Pages_AnonymousIsSentToSignIn()
    {
        foreach (var (path, _) in Pages)
        {
            using var answer = await portal.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode is 302 or 401, $"{path} answered {(int)answer.StatusCode}");
            Assert.DoesNotContain("hr-sync", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Pages_HaveNoGraveBarrier(string persona, string scheme)
    {
        var page = await SignInAsync(persona, new() { ColorScheme = scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        var paths = Pages.Where(entry => entry.May.Contains(persona) && entry.Path != "/administration/jobs").Select(entry => entry.Path)
            .Concat(["/integrations/hr-sync", "/targets/corp-directory"]).Concat(Readers.Contains(persona) ? ["/vendors/quillsign"] : Array.Empty<string>());
        foreach (var path in paths)
        {
            await page.GotoAsync(Address(path));
            await Assertions.Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("NhiPortal"));
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await page.AssertAccessibleAsync();
            await page.SaveScreenshotAsync($"{persona}-{scheme}{path.Replace('/', '-')}");
        }
    }

    [Theory]
    [InlineData("/inbox")]
    [InlineData("/integrations/hr-sync")]
    public async Task Pages_FitAPhone(string path)
    {
        var page = await SignInAsync("system-owner", new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await page.GotoAsync(Address(path));
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.AssertAccessibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 391"), $"{path} scrolls sideways at 390 px.");
        await page.SaveScreenshotAsync($"phone{path.Replace('/', '-')}");
    }

    private string Address(string path) => new Uri(portal.Address, path).ToString();

    private async Task<IPage> SignInAsync(string persona, BrowserNewContextOptions options)
    {
        var page = await (await browser.NewContextAsync(options)).NewPageAsync();
        await page.GotoAsync(Address("/sign-in"));
        await page.Locator($"#persona-{persona}").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        return page;
    }
}
