using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Playwright;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(NhiPortal.EndToEnd.Browser))]
[assembly: NhiPortal.EndToEnd.ClosesItsPages]

namespace NhiPortal.EndToEnd;

/// <summary>One Chromium for the whole test run, started when first asked for; each test takes its own context.</summary>
public sealed class Browser : IAsyncDisposable
{
    // Nothing but this machine can be reached, so a page that loads anything from elsewhere fails its test.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-proxy-server", "--disable-quic",
        "--disable-sync", "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ];

    // A page that never comes still fails; one on a machine busy with other work does not.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ConcurrentDictionary<string, ConcurrentBag<IBrowserContext>> Open = [];

    private readonly Lazy<Task<IBrowser>> browser = new(LaunchAsync);

    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.Locale ??= "en-GB";
        options.ReducedMotion ??= ReducedMotion.Reduce;
        options.ViewportSize ??= new ViewportSize { Width = 1280, Height = 800 };

        var context = await (await browser.Value).NewContextAsync(options);
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        if (TestContext.Current.Test is { } test)
            Open.GetOrAdd(test.UniqueID, _ => []).Add(context);
        return context;
    }

    /// <summary>Closes what a test opened: pages left open stay connected, and slow down all tests after it.</summary>
    internal static async Task CloseAsync(string test)
    {
        if (Open.TryRemove(test, out var contexts))
            foreach (var context in contexts)
                await context.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await browser.Value).DisposeAsync();
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        var chromium = Prerequisite.Require("chromium", "chromium");
        var playwright = await ConnectAsync();
        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args = Arguments,
        });
    }

    private static async Task<IPlaywright> ConnectAsync()
    {
        try
        {
            return await Playwright.CreateAsync();
        }
        catch (PlaywrightException problem) when (problem.Message.Contains("Driver not found", StringComparison.Ordinal))
        {
            Prerequisite.Missing($"Playwright's driver is missing: dotnet build tests/NhiPortal.EndToEnd. {problem.Message}");
            throw;
        }
    }
}

/// <summary>Closes each test's pages when it ends.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class ClosesItsPagesAttribute : BeforeAfterTestAttribute
{
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => _ = Browser.CloseAsync(test.UniqueID);
}
