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
        ("/integrations/hr-sync/clone", Registrars), ("/vendors", Everyone), ("/vendors/new", Registrars), ("/vendors/quillsign/edit", Registrars),
        ("/targets", Everyone), ("/discovery", Readers), ("/people", Readers), ("/people/me", Everyone), ("/people/sync", ["administrator"]),
        ("/reminders", Everyone), ("/reminders/settings", Everyone),
        ("/findings", Everyone), ("/findings/rules", Everyone), ("/audit", Readers), ("/administration", ["administrator"]), ("/administration/jobs", ["administrator"]),
    ];

    private static readonly (string Path, string[] May)[] Details =
        [("/integrations/hr-sync", Everyone), ("/targets/corp-directory", Everyone), ("/owners?cell=business_owner:hr-sync", Everyone), ("/requests/new", Everyone), ("/vendors/quillsign", Readers)];

    public static TheoryData<string> People => [.. Everyone];

    public static TheoryData<string, int> Looks => new() { { "light", 1280 }, { "dark", 1280 }, { "light", 390 }, { "dark", 390 } };

    [Theory]
    [MemberData(nameof(People))]
    public async Task Pages_OpenForWhomTheyAreMeant(string persona)
    {
        var page = await SignInAsync(persona, new());
        foreach (var (path, may) in Pages)
        {
            var answer = await page.APIRequest.GetAsync(Address(path).AbsoluteUri, new() { MaxRedirects = 0 });
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
    public async Task Pages_HaveNoGraveBarrierAndFitTheScreen(string scheme, int width)
    {
        var options = () => new BrowserNewContextOptions
        {
            ColorScheme = scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = 844 },
        };
        // An owner has the most to do on a page; what owners may not open is judged as an administrator sees it.
        var owner = await SignInAsync("system-owner", options());
        var administrator = await SignInAsync("administrator", options());
        var problems = new List<string>();
        foreach (var (path, may) in Pages.Where(entry => entry.Path != "/administration/jobs").Concat(Details))
        {
            var page = may.Contains("system-owner") ? owner : administrator;
            await page.OpenAsync(Address(path));
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            problems.AddRange(await page.FindBarriersAsync());
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var wide && wide > width)
                problems.Add($"{path} is {wide} px wide on a screen of {width} px");
            await page.SaveScreenshotAsync($"{scheme}-{width}{path.Replace('/', '-').Replace('?', '-').Replace(':', '-')}");
        }

        Assert.Empty(problems);
    }

    private Uri Address(string path) => new(portal.Address, path);

    private Task<IPage> SignInAsync(string persona, BrowserNewContextOptions options) => browser.SignInAsync(portal.Address, persona, options);
}
