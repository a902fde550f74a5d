using Microsoft.Extensions.Options;

namespace NhiPortal.Shell;

/// <summary>The outermost layer: security headers on every response, also on those that never reach an endpoint, and a calm
/// answer when everything below has failed.</summary>
public sealed class SecurityHeaders(IOptions<ShellSettings> settings) : IStartupFilter
{
    private readonly string policy = ContentSecurityPolicy(settings.Value.FormActionOrigins);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, proceed) =>
        {
            context.Response.OnStarting(() =>
            {
                Write(context.Response.Headers);
                return Task.CompletedTask;
            });
            return proceed(context);
        });
        app.UseExceptionHandler(failed => failed.Run(PageInstead.FailedAsync));
        next(app);
    };

    private void Write(IHeaderDictionary headers)
    {
        // An endpoint that needs a tighter policy of its own (a download, the jobs dashboard) has already set it.
        headers.TryAdd("Content-Security-Policy", policy);
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("X-Frame-Options", "DENY");
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
        headers.TryAdd("Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()");
    }

    /// <summary>No inline script anywhere, so no hash and no nonce; MudBlazor sets inline styles.</summary>
    internal static string ContentSecurityPolicy(IEnumerable<string> formActionOrigins) => string.Join("; ",
        "default-src 'self'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:",
        "font-src 'self'", "connect-src 'self'", "object-src 'none'", "base-uri 'self'", "frame-ancestors 'none'",
        "form-action " + string.Join(' ', formActionOrigins.Select(Origin).Prepend("'self'")));

    private static string Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.PathAndQuery == "/"
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new InvalidOperationException($"Shell:FormActionOrigins: '{text}' is not an origin such as https://login.example.org.");
}
