using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;
using NhiPortal.Shell;

namespace NhiPortal.EndToEnd;

/// <summary>
/// Every page of the demo organisation, without grave barriers, light and dark, wide and narrow. Who may open which is
/// asked of the program's whole route table, without a browser.
/// </summary>
public sealed partial class EveryPageTests(Browser browser, Portal portal) : IClassFixture<Portal>
{
    /// <summary>
    /// Each page as somebody sees it who has much to do there. One that stands by its route is the next thing of its kind
    /// that a page before it leads to.
    /// </summary>
    internal static readonly (string Persona, string[] Pages)[] Walks =
    [
        ("system-owner",
        [
            "/", "/inbox", "/inbox/{Id:guid}", "/requests", "/requests/{Id:guid}", "/requests/new", "/grants", "/pre-approvals", "/pre-approvals/{Id:guid}",
            "/owners", "/owners/mine", "/owners/targets", "/owners?cell=business_owner:hr-sync", "/stand-ins", "/integrations", "/integrations/hr-sync", "/vendors", "/targets", "/targets/corp-directory",
            "/people/me", "/credentials", "/credentials/new", "/credentials/{Id:guid}", "/rotations", "/reminders", "/reminders/settings", "/findings", "/findings/{Id:guid}", "/findings/rules",
            "/reviews", "/reviews/{Id:guid}/mine", "/break-glass", "/break-glass/{Id:guid}", "/revocations", "/actions/{Id:guid}",
        ]),
        ("administrator",
        [
            "/owners/import", "/integrations/new", "/integrations/import", "/integrations/hr-sync/edit", "/integrations/hr-sync/clone", "/vendors/new", "/vendors/quillsign", "/vendors/quillsign/edit",
            "/discovery", "/people", "/people/sync", "/credentials", "/credentials/{Id:guid}", "/credentials/{Id:guid}/edit", "/credentials/import", "/rotations/schedules", "/stops", "/stops/{Id:guid}", "/reconciliation",
            "/revocations", "/revocations/{Id:guid}", "/revocations/policies", "/revocations/policies/AttestationOverdue", "/figures", "/controls", "/controls/csf/PR.AA-05", "/audit", "/audit/{Id:guid}", "/audit/retention", "/evidence", "/rooms", "/rooms/{Id:guid}", "/questions", "/questions/administrative-actions", "/questions/samples/{Id:guid}",
            "/policies", "/policies/draft", "/policies/2", "/policies/access-rules", "/policies/access-rules/brunnvik", "/policies/access-rules/{Tenant}/{Number:int}", "/policies/access-rules/brunnvik/draft",
            "/administration", "/administration/channels", "/administration/channels/{Id:guid}", "/administration/channels/{Id:guid}/edit", "/administration/channels/new",
        ]),
        ("iam-staff", ["/reviews", "/reviews/{Id:guid}", "/people", "/reviews/{Id:guid}", "/reviews/{Id:guid}/carry-out", "/people/{Id:guid}", "/reviews/new", "/reviews/{Id:guid}/edit"]),
        ("guest-auditor", ["/", "/rooms/{Id:guid}", "/rooms/{Id:guid}/{Number:int}"]),
    ];

    /// <summary>What is pressed on a page to make a thing of which the demo holds none.</summary>
    private static readonly Dictionary<string, string[]> Making = new() { ["/questions/administrative-actions"] = ["Draw a sample"], ["/reviews/new"] = ["Vendor review", "Save the draft"] };

    internal static readonly (Type Page, string Route, Regex Fits)[] Routes = [.. typeof(App).Assembly.GetTypes()
        .SelectMany(page => page.GetCustomAttributes<RouteAttribute>().Select(route => (page, route.Template, new Regex($"^{Parameter().Replace(route.Template, Values)}$"))))
        .OrderBy(entry => Parameter().Count(entry.Template))];

    [Fact]
    public async Task Pages_HaveNoGraveBarrierAndFitTheScreen()
    {
        var problems = await Task.WhenAll(Walks.Select(walk => WalkAsync(walk.Persona, walk.Pages)));
        Assert.Empty(problems.SelectMany(found => found));
    }

    private async Task<IReadOnlyList<string>> WalkAsync(string persona, string[] pages)
    {
        var page = await browser.SignInAsync(portal.Address, persona);
        var (problems, links, last) = (new List<string>(), new List<string>(), (Type?)null);
        foreach (var entry in pages)
        {
            if ((entry.Contains('{') ? links.Find(link => RouteOf(link) == entry) : entry) is not { } path)
            {
                problems.Add($"No page that {persona} saw leads to {entry}.");
                continue;
            }

            links.RemoveAll(link => link == path);
            await LookAsync(page, ColorScheme.Light, 1280);
            var type = Routes.First(route => route.Route == RouteOf(path)).Page;
            await (last is null || last == type ? page.OpenAsync(new(portal.Address, path)) : page.FollowAsync(new(portal.Address, path)));
            last = type;
            problems.AddRange(await JudgeAsync(page, path, "light-1280"));
            // The document stays the same: other colours only change contrast, another width sizes and what scrolls.
            await LookAsync(page, ColorScheme.Dark, 390);
            await page.SettleAsync(still: 50);
            problems.AddRange(await JudgeAsync(page, path, "dark-390", "color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"));
            if (Making.TryGetValue(path, out var buttons))
                (last, links) = (null, [await MakeAsync(page, buttons), .. links]);
            links.AddRange(await page.EvaluateAsync<string[]>("[...document.querySelectorAll('main a[href^=\"/\"]')].map(link => link.getAttribute('href'))"));
        }

        return problems;
    }

    /// <summary>Makes a thing and says where its page is, which opens by itself.</summary>
    private static async Task<string> MakeAsync(IPage page, string[] buttons)
    {
        foreach (var button in buttons)
            await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await page.WaitForURLAsync(MadeThing());
        await page.SettleAsync();
        return new Uri(page.Url).AbsolutePath;
    }

    private static async Task LookAsync(IPage page, ColorScheme scheme, int width)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.SetViewportSizeAsync(width, 844);
    }

    private static async Task<IReadOnlyList<string>> JudgeAsync(IPage page, string path, string look, params string[] rules)
    {
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await page.SaveScreenshotAsync(look + path.Replace('/', '-').Replace('?', '-').Replace(':', '-'));
        var (wide, width) = (await page.EvaluateAsync<int>(Once), page.ViewportSize!.Width);
        // What surrounds every page is judged with the first.
        var barriers = await page.FindBarriersNowAsync(path == "/" ? [] : [".topbar", "#site-nav"], rules);
        await page.EvaluateAsync("document.documentElement.removeAttribute('data-once')");
        return [.. barriers.Select(barrier => $"{look} {barrier}"), .. wide > width ? [$"{path} is {wide} px wide on a screen of {width} px"] : Array.Empty<string>()];
    }

    // Rows made alike are judged alike, and half of the time went to them: of each make two stay to be judged. How wide the
    // page is, is answered with all of them.
    private const string Once = """
        () => {
          const wide = document.documentElement.scrollWidth;
          if (!document.adoptedStyleSheets.some(sheet => sheet.once)) {
            const sheet = new CSSStyleSheet();
            sheet.once = true;
            sheet.replaceSync('[data-once] [data-again] { display: none !important }');
            document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
          }
          const make = one => one.tagName + [...one.attributes].map(a => a.name === 'class' ? a.value : a.name).filter(name => name !== 'data-again').sort();
          for (const list of document.querySelectorAll('main :is(tbody, ul, ol)')) {
            const seen = new Map();
            for (const row of list.children) {
              const shape = [row, ...row.querySelectorAll('*')].map(make).join();
              seen.set(shape, (seen.get(shape) ?? 0) + 1);
              row.toggleAttribute('data-again', seen.get(shape) > 2);
            }
          }
          document.documentElement.setAttribute('data-once', '');
          return wide;
        }
        """;

    /// <summary>The route that answers an address: of those that fit, the one that leaves least open.</summary>
    internal static string? RouteOf(string address) => Routes.FirstOrDefault(entry => entry.Fits.IsMatch(address.Split('?', '#')[0])).Route;

    private static string Values(Match parameter) => parameter.Value switch
    {
        ['{', '*', ..] => ".+",
        var typed when typed.EndsWith(":guid}", StringComparison.Ordinal) => "[0-9a-f-]{36}",
        var typed when typed.EndsWith(":int}", StringComparison.Ordinal) => "[0-9]+",
        _ => "[^/]+",
    };

    [GeneratedRegex("/[0-9a-f-]{36}$")]
    private static partial Regex MadeThing();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}

/// <summary>Without a program or a browser: a page that is mapped and judged by nobody fails.</summary>
public class EveryRouteTests
{
    /// <summary>Pages that stand alone, without a live connection; the tests of signing in judge them.</summary>
    private static readonly string[] Alone = ["/sign-in", "/sign-out", "/access-denied", "/not-found"];

    [Fact]
    public void Routes_OfPages_AreAllJudged()
    {
        var (routes, judged) = (EveryPageTests.Routes.Select(entry => entry.Route).ToList(), EveryPageTests.Walks.SelectMany(walk => walk.Pages).Select(page => EveryPageTests.RouteOf(page) ?? page).ToList());
        Assert.Empty(routes.Except(judged).Except(Alone));
        Assert.Empty(judged.Except(routes));
    }
}
