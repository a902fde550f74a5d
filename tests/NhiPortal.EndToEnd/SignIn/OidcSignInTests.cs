using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using NhiPortal.EndToEnd.Oidc;

namespace NhiPortal.EndToEnd.SignIn;

/// <summary>People sign in through a real provider; what comes from anywhere else is turned away.</summary>
public sealed class OidcSignInTests(Browser browser, OidcPortal portal) : IClassFixture<OidcPortal>, IAsyncLifetime
{
    private IBrowserContext? context;
    private IPage page = null!;

    public async ValueTask InitializeAsync()
    {
        await portal.StartAsync();
        // The browser does not know the test authority; the portal, which must check it, does.
        context = await browser.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true });
        page = await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (context is not null)
            await context.DisposeAsync();
    }

    [Fact]
    public async Task SignIn_WithRoles_ShowsNameAndRoles()
    {
        await portal.SignInAsync(page, OidcAccount.TwoRoles);

        await page.GetByRole(AriaRole.Button, new() { Name = "You: Tom Two" }).ClickAsync();
        await Assertions.Expect(page.Locator("#person-menu")).ToContainTextAsync("IAM staff, Auditor");
        await Assertions.Expect(page.Locator("#site-nav")).ToContainTextAsync("Audit log");
        await Assertions.Expect(page.Locator("#site-nav")).Not.ToContainTextAsync("Administration");
        Assert.Single(Of("person.first_seen", OidcAccount.TwoRoles));
        var signedIn = Assert.Single(Of("person.signed_in", OidcAccount.TwoRoles));
        Assert.Equal("IamStaff Auditor", signedIn.GetProperty("facts").GetProperty("roles").GetString());
    }

    [Fact]
    public async Task SignIn_WithoutARole_ShowsTheOwnersViewOnly()
    {
        await portal.SignInAsync(page, OidcAccount.NoRole);

        await page.GetByRole(AriaRole.Button, new() { Name = "You: Nora None" }).ClickAsync();
        await Assertions.Expect(page.Locator("#person-menu")).ToContainTextAsync("No role: sees what they own");
        await Assertions.Expect(page.Locator("#site-nav")).ToContainTextAsync("Approval inbox");
        await Assertions.Expect(page.Locator("#site-nav")).Not.ToContainTextAsync("Audit log");
        await Assertions.Expect(page.Locator("#site-nav")).Not.ToContainTextAsync("Administration");
    }

    [Fact]
    public async Task GuessedAddress_WithoutARole_AnswersAccessDenied()
    {
        await portal.SignInAsync(page, OidcAccount.NoRole);

        var answer = await page.GotoAsync(new Uri(portal.Address, "/administration/jobs").AbsoluteUri);

        Assert.Equal((int)HttpStatusCode.Forbidden, answer!.Status);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page is not open to you");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("You need the role Administrator");
    }

    [Fact]
    public async Task SignIn_AskedForAPage_ReturnsToItAndNowhereElse()
    {
        await portal.SignInAsync(page, OidcAccount.IamStaff, "/sign-in?returnUrl=%2Faccess-denied%3Fneeds%3DReadAudit");
        Assert.Equal("/access-denied?needs=ReadAudit", new Uri(page.Url).PathAndQuery);

        await page.GotoAsync(new Uri(portal.Address, "/sign-in?returnUrl=%2F%2Flogin.example.test%2F").AbsoluteUri);
        Assert.Equal(new Uri(portal.Address, "/").AbsoluteUri, page.Url);
    }

    [Fact]
    public async Task FreshSignIn_WithASession_ProvesItAgain()
    {
        await portal.SignInAsync(page, OidcAccount.Administrator);

        await portal.SignInAsync(page, OidcAccount.Administrator, "/sign-in?fresh=true&returnUrl=%2Finbox");

        Assert.Equal("/inbox", new Uri(page.Url).AbsolutePath);
        var proved = Of("person.signed_in", OidcAccount.Administrator).Last().GetProperty("facts").GetProperty("proved_at").GetDateTimeOffset();
        Assert.InRange(proved, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(1));
    }

    [Fact]
    public async Task SignOut_EndsTheSessionAtBothEnds()
    {
        await portal.SignInAsync(page, OidcAccount.Auditor);
        var session = await SessionCookieAsync();

        await page.GotoAsync(new Uri(portal.Address, "/sign-out").AbsoluteUri);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You are signed out");

        Assert.NotNull(session);
        Assert.Null(await SessionCookieAsync());
        Assert.Single(Of("person.signed_out", OidcAccount.Auditor));
        // The provider has forgotten them, too: it asks who they are.
        await page.GotoAsync(new Uri(portal.Address, "/sign-in").AbsoluteUri);
        await Assertions.Expect(page.GetByLabel("Account")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignIn_TokenOfAnotherTenant_IsRefused() => await RefusedAsync(OidcAccount.OtherTenant, "other_directory");

    [Fact]
    public async Task SignIn_TokenOfAnotherIssuer_IsRefused() => await RefusedAsync(OidcAccount.OtherIssuer, "SecurityTokenInvalidIssuerException");

    [Fact]
    public async Task SignIn_Cancelled_SaysSo()
    {
        await page.GotoAsync(new Uri(portal.Address, "/sign-in").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("You cancelled signing in.");
        Assert.Null(await SessionCookieAsync());
    }

    [Fact]
    public async Task SignIn_PersonWhoHasLeft_IsToldAndAnOpenSessionEnds()
    {
        await portal.SignInAsync(page, OidcAccount.SecurityOperations);
        portal.Execute("UPDATE People SET Status = 'Left' WHERE ObjectId = $value", OidcAccount.SecurityOperations.ObjectId.ToString());

        await page.GotoAsync(new Uri(portal.Address, "/sign-out").AbsoluteUri);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You are signed out");
        await page.GotoAsync(new Uri(portal.Address, "/sign-in").AbsoluteUri);

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("having left");
        Assert.Null(await SessionCookieAsync());
        Assert.Equal("person_left", Assert.Single(Of("person.sign_in.refused", OidcAccount.SecurityOperations)).GetProperty("facts").GetProperty("refusal").GetString());
    }

    [Fact]
    public async Task Personas_WithAProvider_AreAbsent()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = portal.Address };

        using var answer = await http.PostAsync(new Uri("/sign-in/persona", UriKind.Relative), new FormUrlEncodedContent([new("persona", "administrator")]), TestContext.Current.CancellationToken);

        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{answer.StatusCode}");
    }

    private async Task RefusedAsync(OidcAccount account, string reason)
    {
        await portal.SignInAsync(page, account);

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You were not signed in");
        Assert.Null(await SessionCookieAsync());
        Assert.Contains(portal.Events("person.sign_in.refused"), body => body.GetProperty("facts").TryGetProperty("reason", out var told) && told.GetString() == reason);
        Assert.Empty(Of("person.first_seen", account));
    }

    private List<JsonElement> Of(string kind, OidcAccount account) =>
        [.. portal.Events(kind).Where(body => body.GetRawText().Contains(account.ObjectId.ToString(), StringComparison.Ordinal) || body.GetProperty("actor").GetProperty("name").GetString() == account.Name)];

    private async Task<string?> SessionCookieAsync() =>
        (await context!.CookiesAsync([portal.Address.AbsoluteUri])).FirstOrDefault(cookie => cookie.Name == "nhiportal")?.Value;
}
