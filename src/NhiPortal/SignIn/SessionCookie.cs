using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using NhiPortal.Shell;

namespace NhiPortal.SignIn;

/// <summary>The cookie a session lives in, and what happens to a request without a good one.</summary>
internal static class SessionCookie
{
    public static void Configure(CookieAuthenticationOptions options, PortalSettings settings)
    {
        Name(options.Cookie, "nhiportal", settings);
        options.ExpireTimeSpan = PortalSession.Idle;
        options.SlidingExpiration = true;
        options.LoginPath = SignInRoutes.SignIn;
        options.LogoutPath = SignInRoutes.SignOut;
        options.AccessDeniedPath = SignInRoutes.AccessDenied;
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => AnswerAsync(context, HttpStatusCode.Unauthorized, context.RedirectUri);
        options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, HttpStatusCode.Forbidden, NeededFor(context.HttpContext));
    }

    /// <summary>Over https the name's prefix makes the browser refuse the cookie from anywhere but this very host.</summary>
    public static void Name(CookieBuilder cookie, string name, PortalSettings settings)
    {
        var https = settings.PublicAddress?.Scheme == Uri.UriSchemeHttps;
        cookie.Name = https ? $"__Host-{name}" : name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.Path = "/";
        cookie.IsEssential = true;
        cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var session = context.HttpContext.RequestServices.GetRequiredService<PortalSession>();
        if (context.Principal is not null && await session.HoldsAsync(context.Principal, context.HttpContext.RequestAborted))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    /// <summary>Only somebody looking at a page is sent to another one; a program gets the bare status.</summary>
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, HttpStatusCode status, string address)
    {
        if (PageInstead.IsLookedAt(context.HttpContext))
            context.Response.Redirect(address);
        else
            context.Response.StatusCode = (int)status;
        return Task.CompletedTask;
    }

    private static string NeededFor(HttpContext http)
    {
        var policy = http.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(asked => asked.Policy).FirstOrDefault(name => name is not null);
        return policy is null ? SignInRoutes.AccessDenied : $"{SignInRoutes.AccessDenied}?needs={Uri.EscapeDataString(policy)}";
    }
}
