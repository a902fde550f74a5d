using Microsoft.Playwright;

namespace NhiPortal.EndToEnd.SignIn;

/// <summary>The development sign-in: who is on the cards, with the keyboard alone, accessible, and out again.</summary>
public sealed class PersonaSignInTests(Browser browser, PersonaSignInTests.EmptyPortal empty) : IClassFixture<PersonaSignInTests.EmptyPortal>
{
    /// <summary>That each card signs its person in is asked without a browser, of the whole route table.</summary>
    [Fact]
    public async Task Cards_ShowEveryKindOfUser()
    {
        await using var context = await browser.NewContextAsync();
        var page = await OpenAsync(context);

        foreach (var key in Keys)
            await Assertions.Expect(page.Locator($"#persona-{key}")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Card_WithTheKeyboardAlone_SignsInAndReturns()
    {
        await using var context = await browser.NewContextAsync();
        var page = await OpenAsync(context, "/sign-in?returnUrl=%2Faccess-denied%3Fneeds%3DAdminister");

        await page.Locator("#persona-system-owner").FocusAsync();
        for (var i = 0; i < 6; i++)
            await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#persona-auditor")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page is not open to you");
        await page.GetByRole(AriaRole.Button, new() { Name = "You: Ingrid Solberg" }).ClickAsync();
        await page.Locator("#person-menu").GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You are signed out");
    }

    [Theory]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 1280)]
    public async Task Pages_AreAccessible(ColorScheme scheme, int width)
    {
        await using var context = await browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 844 } });
        foreach (var (name, address) in new[] { ("sign-in", "/sign-in"), ("sign-out", "/sign-out"), ("access-denied", "/access-denied?why=person_left"), ("not-found", "/nothing-here") })
        {
            var page = await OpenAsync(context, address);
            await page.AssertAccessibleAsync();
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{address} is wider than {width}");
            await page.SaveScreenshotAsync($"{name}-{scheme.ToString().ToLowerInvariant()}-{width}");
        }
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/nothing-here")]
    public async Task AnonymousPages_NeedNoLiveConnection(string address)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var problems = new List<string>();
        page.Console += (_, message) =>
        {
            // A page that is not there is itself an error to the browser.
            if (message.Type == "error" && !message.Location.Contains("nothing-here", StringComparison.Ordinal))
                problems.Add(message.Text);
        };
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("_blazor", StringComparison.Ordinal))
                problems.Add(request.Url);
        };

        await page.GotoAsync(new Uri(empty.Portal.Address, address).AbsoluteUri, new() { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.Empty(problems);
    }

    private static readonly string[] Keys =
        ["system-owner", "second-owner", "business-owner", "iam-owner", "iam-staff", "security-operations", "auditor", "administrator", "no-role"];

    private async Task<IPage> OpenAsync(IBrowserContext context, string address = "/sign-in")
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(empty.Portal.Address, address).AbsoluteUri);
        return page;
    }

    /// <summary>One portal without any demo for all these tests.</summary>
    public sealed class EmptyPortal : IAsyncLifetime
    {
        public Portal Portal { get; } = new(new PortalOptions { Arguments = ["--seed", "none"] });

        public ValueTask InitializeAsync() => Portal.InitializeAsync();

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }
}
