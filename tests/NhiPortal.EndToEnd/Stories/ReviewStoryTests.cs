using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Features.Unattended;
using UglyToad.PdfPig;

namespace NhiPortal.EndToEnd.Stories;

/// <summary>
/// A whole access review as people live it: prepared, decided by one, by another's stand-in and by nobody, closed by its day, carried
/// out on a real directory and read back there, signed off, and told in a report.
/// </summary>
public sealed class ReviewStoryTests(Browser browser, ReviewedDirectory directory) : IClassFixture<ReviewedDirectory>
{
    private const string Account = "svc-helpdesk", Name = "Vendors, before their contracts are renewed", Words = "I looked at the decisions and at what shows them.";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Review_DecidedByOne_ByAStandInAndByNobody_IsCarriedOutSignedOffAndTold()
    {
        await using var portal = PortalWithClock.Start(directory.Settings);
        await directory.AddAdministratorAsync(Account);
        await ExplainAccountAsync(portal);
        var staff = await browser.SignInAsync(portal.Address, "iam-staff");

        var review = await StartAsync(portal, staff);
        // Each in a browser of their own, at the same time, as people do.
        await Task.WhenAll(DecideAsync(portal, review), DelegateAsync(portal, review));
        await AnswerTogetherAsync(portal, staff, review, 3, "The vendor's contract goes on until autumn.");
        await staff.OpenAsync(portal.At($"/reviews/{review}"));
        await Assertions.Expect(staff.GetByText("9 of 10 decided")).ToBeVisibleAsync();
        await staff.Context.CloseAsync();

        Assert.True(await directory.IsAdministratorAsync(Account));
        portal.Time.Advance(TimeSpan.FromDays(8));
        await FinishAsync(portal);
        Assert.False(await directory.IsAdministratorAsync(Account));

        var lead = await browser.SignInAsync(portal.Address, "iam-staff");
        await lead.OpenAsync(portal.At($"/reviews/{review}/carry-out"));
        await Assertions.Expect(lead.GetByText("Closing", new() { Exact = true }).First).ToBeVisibleAsync();
        await Assertions.Expect(lead.GetByRole(AriaRole.Main)).ToContainTextAsync("Read back from the target");
        await lead.SaveScreenshotAsync("review-carry-out");
        await lead.Context.CloseAsync();
        await LetTheLadderTakeAsync(portal);

        await SignOffAsync(portal, review);
    }

    /// <summary>The account is known to be the vendor's, and the directory has been read.</summary>
    private static async Task ExplainAccountAsync(PortalWithClock portal)
    {
        await using (var db = await portal.Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(Stop))
        {
            var vendor = await db.Integrations.SingleAsync(i => i.Key == "vendor-helpdesk", Stop);
            db.Add(WorkloadIdentity.Create(vendor.Id, WorkloadIdentity.OnTarget("corp-directory"), Account, portal.Time.GetUtcNow()));
            await db.SaveChangesAsync(Stop);
        }

        await portal.RunAsync<DiscoverAccounts>(async discover =>
        {
            var read = await discover.RunAsync(Actor.Rule("discover accounts"), "corp-directory", true, Stop);
            Assert.True(read.Succeeded, read.Refusal?.Sentence);
        });
    }

    private static async Task<string> StartAsync(PortalWithClock portal, IPage staff)
    {
        await staff.OpenAsync(portal.At("/reviews/new"));
        await staff.Locator("#review-name").FillAsync(Name);
        await staff.GetByRole(AriaRole.Combobox, new() { Name = "Kind", Exact = true }).SelectOptionAsync(nameof(IntegrationKind.VendorOperated));
        await staff.GetByLabel("Also each key behind it").UncheckAsync();
        await staff.GetByLabel("Runs for").FillAsync("5");
        await staff.GetByRole(AriaRole.Combobox, new() { Name = "Reasons", Exact = true }).SelectOptionAsync("always");
        await staff.PressAsync("Preview");
        await Assertions.Expect(staff.Locator(".review-sentence")).ToContainTextAsync("10 items");
        await staff.SaveScreenshotAsync("review-wizard");
        await staff.PressAsync("Save the draft");
        await staff.PressAsync("Start…");
        await staff.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Start it", Exact = true }).ClickAsync();
        await Assertions.Expect(staff.GetByText("0 of 10 decided")).ToBeVisibleAsync();
        return new Uri(staff.Url).Segments[^1];
    }

    /// <summary>Two revoked one by one, with their reason; the rest kept together.</summary>
    private async Task DecideAsync(PortalWithClock portal, string review)
    {
        var owner = await browser.SignInAsync(portal.Address, "system-owner");
        await owner.OpenAsync(portal.At($"/reviews/{review}/mine"));
        await AnswerAsync(portal, owner, "Helpdesk Agent: reset an account's credential", "Revoke", "The service desk does this itself by now.");
        await AnswerAsync(portal, owner, "Helpdesk Agent: unlock an account", "Revoke", "Accounts unlock themselves after an hour.");
        await owner.SaveScreenshotAsync("review-worklist");
        await AnswerTogetherAsync(portal, owner, review, 2, "Needed on call, looked at with the vendor.", 4);
        await owner.Context.CloseAsync();
    }

    /// <summary>Whoever is away asks a colleague, who decides for them.</summary>
    private async Task DelegateAsync(PortalWithClock portal, string review)
    {
        var away = await browser.SignInAsync(portal.Address, "second-owner");
        await away.OpenAsync(portal.At("/stand-ins"));
        await away.Locator("#offer-mail").FillAsync("tom.becker@brunnvik.example");
        await away.Locator("#offer-reason").FillAsync("Away until the end of next week.");
        await away.PressAsync("Ask them");
        await Assertions.Expect(away.GetByRole(AriaRole.Row).Filter(new() { HasText = "Tom Becker" })).ToBeVisibleAsync();
        await away.Context.CloseAsync();

        var standIn = await browser.SignInAsync(portal.Address, "no-role");
        await standIn.OpenAsync(portal.At("/stand-ins"));
        await standIn.PressAsync("Accept to stand in for Mateo Alvarez");
        await Assertions.Expect(standIn.GetByRole(AriaRole.Button, new() { Name = "Accept to stand in for Mateo Alvarez" })).ToHaveCountAsync(0);
        await standIn.OpenAsync(portal.At("/"));
        await standIn.GetByRole(AriaRole.Link, new() { NameRegex = new(Name) }).First.ClickAsync();
        await Assertions.Expect(standIn.GetByText("For Mateo Alvarez").First).ToBeVisibleAsync();
        await AnswerAsync(portal, standIn, "Restore: open an administrator session", "Keep", "Restores are rehearsed every month.");
        await AnswerAsync(portal, standIn, "Restore: read a secret", "Reduce", "Only the European orders are restored.", card => card.GetByLabel("Only these resources").FillAsync("orders/eu-*"));
        await SubmitAsync(standIn, 2);
        await standIn.Context.CloseAsync();
    }

    private static async Task AnswerAsync(PortalWithClock portal, IPage page, string item, string answer, string reason, Func<ILocator, Task>? besides = null)
    {
        var card = page.Locator("article.review-card").Filter(new() { HasText = item });
        // People read before they answer.
        portal.Time.Advance(TimeSpan.FromSeconds(40));
        await card.GetByRole(AriaRole.Button, new() { Name = answer, Exact = true }).ClickAsync();
        if (besides is not null)
            await besides(card);
        await card.GetByLabel("Reason", new() { Exact = true }).FillAsync(reason);
        await card.GetByRole(AriaRole.Button, new() { Name = "Draft it" }).ClickAsync();
        await Assertions.Expect(card.GetByRole(AriaRole.Status)).ToContainTextAsync($"Drafted: {answer}");
    }

    /// <summary>Keeps the last so many of somebody's items with one reason, and submits all that they drafted.</summary>
    private static async Task AnswerTogetherAsync(PortalWithClock portal, IPage page, string review, int items, string reason, int? drafted = null)
    {
        if (!page.Url.EndsWith("/mine", StringComparison.Ordinal))
            await page.OpenAsync(portal.At($"/reviews/{review}/mine"));
        var open = page.Locator("article.review-card:not(.is-drafted) input[type=checkbox]");
        for (var number = 0; number < items; number++)
            await open.Nth(number).CheckAsync();
        await page.GetByLabel("Reason, for all of them").FillAsync(reason);
        portal.Time.Advance(TimeSpan.FromMinutes(2));
        await page.PressAsync($"Draft {items}");
        await SubmitAsync(page, drafted ?? items);
    }

    private static async Task SubmitAsync(IPage page, int answers)
    {
        await page.PressAsync($"Submit {answers} answers");
        await Assertions.Expect(page.GetByText($"{answers} answers submitted.")).ToBeVisibleAsync();
    }

    /// <summary>Days pass: what nobody decided is announced, and taken on its day.</summary>
    private static async Task LetTheLadderTakeAsync(PortalWithClock portal)
    {
        for (var days = 0; days < 8; days++)
        {
            portal.Time.Advance(TimeSpan.FromDays(1));
            await portal.RunAsync<UnattendedJobs>(jobs => jobs.SweepAsync(Stop));
            await portal.RunAsync<UnattendedJobs>(jobs => jobs.ConfirmAsync(Stop));
        }

        await FinishAsync(portal);
    }

    /// <summary>
    /// Ends and follows it as the clock would. The running portal takes away by itself as soon as that is ordered, and what one has
    /// taken nobody else takes: so it is followed until no target is waited for.
    /// </summary>
    private static async Task FinishAsync(PortalWithClock portal)
    {
        var since = TimeProvider.System.GetTimestamp();
        do
        {
            await portal.RunAsync<ReviewEndingJobs>(jobs => jobs.FinishAsync(Stop));
            if (!await WaitsForTargetsAsync(portal))
                return;
            await Task.Delay(100, Stop);
        }
        while (TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(30));
    }

    private static async Task<bool> WaitsForTargetsAsync(PortalWithClock portal)
    {
        await using var db = await portal.Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(Stop);
        return await db.CarryOuts.AnyAsync(line => line.DoneAt == null && (line.RemovalId != null || line.GrantId != null), Stop);
    }

    private async Task SignOffAsync(PortalWithClock portal, string review)
    {
        var lead = await browser.SignInAsync(portal.Address, "iam-staff");
        await lead.OpenAsync(portal.At($"/reviews/{review}/carry-out"));
        await Assertions.Expect(lead.GetByRole(AriaRole.Main)).ToContainTextAsync("Taken away as announced");
        await lead.PressAsync("Sign off…");
        var dialog = lead.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("What you say of it").FillAsync(Words);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign off", Exact = true }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(lead.GetByRole(AriaRole.Button, new() { Name = "Sign off…" })).ToHaveCountAsync(0);
        await lead.AssertAccessibleAsync();
        await lead.SaveScreenshotAsync("review-signed-off");

        PdfTells(await DownloadAsync(portal, lead, review, "pdf"));
        JsonTells(await DownloadAsync(portal, lead, review, "json"));
        // Open pages would keep the portal from ending.
        await lead.Context.CloseAsync();
    }

    private static async Task<byte[]> DownloadAsync(PortalWithClock portal, IPage page, string review, string ending)
    {
        var answer = await page.APIRequest.GetAsync(portal.At($"/reviews/{review}/report.{ending}").AbsoluteUri);
        Assert.True(answer.Ok, $"{answer.Status}");
        return await answer.BodyAsync();
    }

    private static void PdfTells(byte[] file)
    {
        using var pdf = PdfDocument.Open(file);
        // A cell's lines follow one another in the file, whatever stands beside them on the page.
        var text = Packed(string.Concat(pdf.GetPages().Select(page => page.Text)));
        foreach (var told in new[]
        {
            Name, "Counts as evidence yes", "Kept606", "Reduced101", "Revoked202", "Nobody decided: revoked101", "All10010", "Answers9, of 3 people", "Decided by nobody1 of 10", "Tom Becker for Mateo Alvarez",
            "The service desk does this itself by now.", $"Account {Account}", "Read back from the target", "Taken away as announced", "Priya Raman", Words,
        })
            Assert.Contains(Packed(told), text, StringComparison.Ordinal);
    }

    private static string Packed(string words) => string.Concat(words.Where(letter => !char.IsWhiteSpace(letter)));

    private static void JsonTells(byte[] file)
    {
        var report = JsonDocument.Parse(file).RootElement;
        Assert.Equal(("signedOff", true, Words), (report.GetProperty("state").GetString(), report.GetProperty("countsAsEvidence").GetBoolean(), report.GetProperty("signOffWords").GetString()));
        var items = report.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            [("kept", 6), ("reduced", 1), ("revoked", 2), ("unattendedRevoked", 1)],
            items.GroupBy(item => item.GetProperty("outcome").GetString()!).Select(same => (same.Key, same.Count())).OrderBy(same => same.Key, StringComparer.Ordinal));
        Assert.Equal(2, items.SelectMany(item => item.GetProperty("answers").EnumerateArray()).Count(answer => answer.GetProperty("for").GetString() == "Mateo Alvarez"));
        var lines = items.SelectMany(item => item.GetProperty("carriedOut").EnumerateArray()).ToList();
        Assert.All(lines, line => Assert.Equal("done", line.GetProperty("state").GetString()));
        Assert.Contains(lines, line => line.GetProperty("what").GetString()!.StartsWith($"Account {Account} ", StringComparison.Ordinal) && line.GetProperty("proof").GetString()!.StartsWith("Read back", StringComparison.Ordinal));
    }
}
