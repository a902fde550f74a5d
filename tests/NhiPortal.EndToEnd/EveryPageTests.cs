using Microsoft.Playwright;

namespace NhiPortal.EndToEnd;

/// <summary>
/// Every page of the demo organisation, without grave barriers, light and dark, wide and narrow. Who may open which is
/// asked of the program's whole route table, without a browser.
/// </summary>
public sealed class EveryPageTests(Browser browser, Portal portal) : IClassFixture<Portal>
{
    private static readonly string[] Everyone = ["system-owner", "business-owner", "iam-owner", "iam-staff", "security-operations", "auditor", "administrator", "no-role"];
    private static readonly string[] Readers = ["iam-staff", "security-operations", "auditor", "administrator"];
    private static readonly string[] Registrars = ["iam-staff", "administrator"];

    private static readonly (string Path, string[] May)[] Pages =
    [
        ("/", Everyone), ("/inbox", Everyone), ("/requests", Everyone), ("/grants", Everyone), ("/pre-approvals", Everyone), ("/owners", Everyone), ("/owners/mine", Everyone), ("/owners/targets", Everyone), ("/stand-ins", Everyone), ("/owners/import", Registrars),
        ("/integrations", Everyone), ("/integrations/new", Registrars), ("/integrations/import", Registrars), ("/integrations/hr-sync/edit", Registrars),
        ("/integrations/hr-sync/clone", Registrars), ("/vendors", Everyone), ("/vendors/new", Registrars), ("/vendors/quillsign/edit", Registrars),
        ("/targets", Everyone), ("/discovery", Readers), ("/people", Readers), ("/people/me", Everyone), ("/people/sync", ["administrator"]),
        ("/credentials", Everyone), ("/credentials/new", Everyone), ("/credentials/import", Registrars), ("/rotations", Everyone), ("/rotations/schedules", Readers),
        ("/reminders", Everyone), ("/reminders/settings", Everyone),
        ("/findings", Everyone), ("/findings/rules", Everyone), ("/stops", Everyone), ("/reviews", Everyone), ("/reviews/new", Registrars), ("/reconciliation", Readers), ("/break-glass", Everyone), ("/revocations", Everyone), ("/revocations/policies", Readers), ("/revocations/policies/AttestationOverdue", Readers), ("/figures", Readers), ("/controls", Readers), ("/controls/csf/PR.AA-05", Readers), ("/audit", Readers), ("/audit/retention", Readers), ("/evidence", Readers), ("/rooms", Everyone), ("/questions", Readers), ("/questions/created-administrators", Readers), ("/policies", Readers), ("/policies/draft", Readers), ("/policies/2", Readers),
        ("/policies/access-rules", Readers), ("/policies/access-rules/brunnvik", Readers), ("/policies/access-rules/brunnvik/draft", Readers),
        ("/administration", ["administrator"]), ("/administration/jobs", ["administrator"]), ("/administration/channels", ["administrator"]), ("/administration/channels/new", ["administrator"]),
    ];

    private static readonly (string Path, string[] May)[] Details =
        [("/integrations/hr-sync", Everyone), ("/targets/corp-directory", Everyone), ("/owners?cell=business_owner:hr-sync", Everyone), ("/requests/new", Everyone), ("/vendors/quillsign", Readers)];

    [Fact]
    public async Task Pages_HaveNoGraveBarrierAndFitTheScreen()
    {
        // An owner has the most to do on a page; what owners may not open is judged as an administrator sees it.
        var pages = Pages.Where(entry => entry.Path != "/administration/jobs").Concat(Details).ToLookup(entry => entry.May.Contains("system-owner"), entry => entry.Path);
        var problems = await Task.WhenAll(JudgeAsync("system-owner", pages[true]), JudgeAsync("administrator", [.. pages[false], await FirstAsync("/break-glass"), await FirstAsync("/administration/channels")]));
        Assert.Empty(problems.SelectMany(found => found));
    }

    /// <summary>The page of the first thing a list shows.</summary>
    private async Task<string> FirstAsync(string list)
    {
        var page = await SignInAsync("administrator", new());
        await page.OpenAsync(Address(list));
        return (await page.Locator($"main tbody a[href^='{list}/']").First.GetAttributeAsync("href"))!;
    }

    private async Task<IReadOnlyList<string>> JudgeAsync(string persona, IEnumerable<string> paths)
    {
        var page = await SignInAsync(persona, new());
        var problems = new List<string>();
        foreach (var path in paths)
        {
            await LookAsync(page, ColorScheme.Light, 1280);
            await page.OpenAsync(Address(path));
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            problems.AddRange(await JudgeAsync(page, path, "light-1280"));
            // The document stays the same: other colours only change contrast, another width sizes and what scrolls.
            await LookAsync(page, ColorScheme.Dark, 390);
            problems.AddRange(await JudgeAsync(page, path, "dark-390", "color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"));
        }

        return problems;
    }

    private static async Task LookAsync(IPage page, ColorScheme scheme, int width)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.SetViewportSizeAsync(width, 844);
    }

    private static async Task<IReadOnlyList<string>> JudgeAsync(IPage page, string path, string look, params string[] rules)
    {
        // What surrounds every page is judged with the first.
        var barriers = await page.FindBarriersWithoutAsync(path == "/" ? [] : [".topbar", "#site-nav"], rules);
        await page.SaveScreenshotAsync(look + path.Replace('/', '-').Replace('?', '-').Replace(':', '-'));
        var (wide, width) = (await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), page.ViewportSize!.Width);
        return [.. barriers.Select(barrier => $"{look} {barrier}"), .. wide > width ? [$"{path} is {wide} px wide on a screen of {width} px"] : Array.Empty<string>()];
    }

    private Uri Address(string path) => new(portal.Address, path);

    private Task<IPage> SignInAsync(string persona, BrowserNewContextOptions options) => browser.SignInAsync(portal.Address, persona, options);
}
