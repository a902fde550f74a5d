using System.Text.Json;
using Microsoft.Playwright;
using NhiPortal.EndToEnd.Oidc;

namespace NhiPortal.EndToEnd.SignIn;

/// <summary>An empty portal whose people sign in through a real OpenID provider over HTTPS, with every check on.</summary>
public sealed class OidcPortal : IAsyncDisposable
{
    private readonly Portal portal;
    private readonly SemaphoreSlim starting = new(1, 1);
    private bool started;

    public OidcPortal() => portal = new Portal(new PortalOptions
    {
        Address = Issuer.PortalAddress,
        Arguments = ["--seed", "none"],
        Environment = new Dictionary<string, string>
        {
            ["AzureAd__Instance"] = Issuer.Instance.AbsoluteUri,
            ["AzureAd__TenantId"] = Issuer.TenantId.ToString(),
            ["AzureAd__ClientId"] = Issuer.ClientId,
            ["AzureAd__ClientSecret"] = Issuer.ClientSecret,
            ["SSL_CERT_FILE"] = Issuer.TrustFile,
        },
    });

    public OidcServer Issuer { get; } = new();

    public Uri Address => portal.Address;

    public string Log => portal.Log;

    /// <summary>Each test calls it, because only a test can be skipped, not a fixture.</summary>
    public async Task StartAsync()
    {
        await starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (started)
                return;
            await Issuer.StartAsync();
            await portal.StartAsync(TestContext.Current.CancellationToken);
            started = true;
        }
        finally
        {
            starting.Release();
        }
    }

    public async Task SignInAsync(IPage page, OidcAccount account, string address = "/sign-in")
    {
        await page.GotoAsync(new Uri(Address, address).AbsoluteUri);
        await page.GetByLabel("Account").FillAsync(account.Account);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(url => url.StartsWith(Address.AbsoluteUri, StringComparison.Ordinal) && !url.Contains("signin-oidc", StringComparison.Ordinal));
    }

    /// <summary>Bodies of the audit events of a kind, oldest first.</summary>
    public IReadOnlyList<JsonElement> Events(string kind) =>
        portal.Ask("SELECT Body FROM AuditEvents WHERE Kind = $value ORDER BY Id", row => JsonDocument.Parse(row.GetString(0)).RootElement, ("$value", kind));

    public void Execute(string sql, string value) => portal.Execute(sql, ("$value", value));

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await Issuer.DisposeAsync();
        starting.Dispose();
    }
}
