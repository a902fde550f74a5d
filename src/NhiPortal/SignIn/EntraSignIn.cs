using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NhiPortal.Domain;
using NhiPortal.Settings;
using NhiPortal.Shell;

namespace NhiPortal.SignIn;

/// <summary>Sign-in through Entra ID: code flow with PKCE, all of the platform's token checks, then the portal's own.</summary>
internal static class EntraSignIn
{
    public const string Method = "entra";

    public static void AddEntraSignIn(this AuthenticationBuilder authentication, EntraSettings settings)
    {
        authentication.AddMicrosoftIdentityWebApp(
            options =>
            {
                options.Instance = settings.Instance;
                options.TenantId = settings.TenantId;
                options.ClientId = settings.ClientId;
                options.ClientSecret = settings.ClientSecret;
                options.ResponseType = OpenIdConnectResponseType.Code;
            },
            cookieScheme: CookieAuthenticationDefaults.AuthenticationScheme);
        authentication.Services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme).PostConfigure(options =>
        {
            // The answer comes as an ordinary navigation, so its cookies need not be sent from other sites.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
            options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // The claims keep the names the token gives them; the platform replaced the handler that options.MapInboundClaims speaks of.
            ((JsonWebTokenHandler)options.TokenHandler).MapInboundClaims = false;
            options.SaveTokens = false;
            // The directory would ask for it from another site, where the session's cookie is not sent.
            options.RemoteSignOutPath = default;
            options.SignedOutRedirectUri = SignInRoutes.SignOut;
            options.Events.OnTokenValidated = Then(options.Events.OnTokenValidated, context => AdmitAsync(context, settings));
            options.Events.OnAuthenticationFailed = Then(options.Events.OnAuthenticationFailed, RecordFailureAsync);
            options.Events.OnRemoteFailure = ExplainFailureAsync;
        });
        // Signing out answers a form by sending the browser to the directory.
        authentication.Services.AddOptions<ShellSettings>().Configure(shell =>
            shell.FormActionOrigins = [.. shell.FormActionOrigins, new Uri(settings.Instance).GetLeftPart(UriPartial.Authority)]);
    }

    private static async Task AdmitAsync(TokenValidatedContext context, EntraSettings settings)
    {
        var said = context.Principal ?? new ClaimsPrincipal();
        var word = new DirectoryWord
        {
            ObjectId = said.FindFirstValue("oid") ?? "",
            DirectoryId = said.FindFirstValue("tid"),
            Name = said.FindFirstValue("name") ?? said.FindFirstValue("preferred_username") ?? "",
            Mail = said.FindFirstValue("email") ?? said.FindFirstValue("preferred_username") ?? "",
            Roles = [.. said.FindAll("roles").Select(claim => claim.Value).Where(Enum.GetNames<Role>().Contains).Select(Enum.Parse<Role>)],
            Method = Method,
        };
        var http = context.HttpContext;
        if (word.ObjectId.Length is 0 or > 100 || !string.Equals(word.DirectoryId, settings.TenantId, StringComparison.OrdinalIgnoreCase))
        {
            await http.RequestServices.GetRequiredService<RecordRefusedSignIn>()
                .RunAsync("other_directory", http.Connection.RemoteIpAddress?.ToString(), http.RequestAborted);
            context.Fail(new SecurityTokenException("The token names no person of the configured directory."));
            return;
        }

        var admitted = await http.RequestServices.GetRequiredService<AdmitPerson>()
            .RunAsync(word, http.Connection.RemoteIpAddress?.ToString(), http.RequestAborted);
        if (admitted.Succeeded)
        {
            context.Principal = http.RequestServices.GetRequiredService<PortalSession>().Open(admitted.Value, word.Roles);
            return;
        }

        context.HandleResponse();
        context.Response.Redirect(SignInRoutes.Denied(admitted.Refusal.Code));
    }

    /// <summary>Only what arrived with a redeemed code is recorded; anybody can call the callback with rubbish.</summary>
    private static Task RecordFailureAsync(AuthenticationFailedContext context) => context.Exception is SecurityTokenException
        ? context.HttpContext.RequestServices.GetRequiredService<RecordRefusedSignIn>().RunAsync(
            context.Exception.GetType().Name, context.HttpContext.Connection.RemoteIpAddress?.ToString(), context.HttpContext.RequestAborted)
        : Task.CompletedTask;

    private static Task ExplainFailureAsync(RemoteFailureContext context)
    {
        var cancelled = context.Request.Query["error"] == "access_denied";
        context.HttpContext.RequestServices.GetRequiredService<RecordRefusedSignIn>().Log(context.Failure);
        context.HandleResponse();
        context.Response.Redirect(SignInRoutes.Denied(cancelled ? "cancelled" : "sign_in_failed"));
        return Task.CompletedTask;
    }

    private static Func<T, Task> Then<T>(Func<T, Task> first, Func<T, Task> second) where T : HandleRequestContext<OpenIdConnectOptions> => async context =>
    {
        await first(context);
        if (context.Result is null)
            await second(context);
    };
}
