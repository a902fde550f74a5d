using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
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
    private const string Proof = "proof";

    /// <summary>Has the person prove who they are again, whatever session they have at the directory.</summary>
    public static void AskForProof(AuthenticationProperties properties)
    {
        properties.Items[Proof] = "fresh";
        properties.SetParameter(OpenIdConnectParameterNames.Prompt, "login");
        properties.SetParameter<TimeSpan?>(OpenIdConnectParameterNames.MaxAge, TimeSpan.Zero);
    }

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
            var leave = options.Events.OnRedirectToIdentityProvider;
            options.Events.OnRedirectToIdentityProvider = context =>
            {
                AskForContext(context, settings);
                return leave(context);
            };
            options.Events.OnTokenValidated = Then(options.Events.OnTokenValidated, context => AdmitAsync(context, settings));
            options.Events.OnAuthenticationFailed = Then(options.Events.OnAuthenticationFailed, RecordFailureAsync);
            options.Events.OnRemoteFailure = ExplainFailureAsync;
        });
        // Signing out answers a form by sending the browser to the directory.
        authentication.Services.AddOptions<ShellSettings>().Configure(shell =>
            shell.FormActionOrigins = [.. shell.FormActionOrigins, new Uri(settings.Instance).GetLeftPart(UriPartial.Authority)]);
    }

    private static void AskForContext(RedirectContext context, EntraSettings settings)
    {
        if (settings.StepUpContext is { Length: > 0 } step && context.Properties.Items.ContainsKey(Proof))
            context.ProtocolMessage.SetParameter("claims", JsonSerializer.Serialize(new { id_token = new { acrs = new { essential = true, value = step } } }));
    }

    /// <summary>When the person proved who they are: by the required context if one is set, otherwise as the token tells it.</summary>
    private static DateTimeOffset? ProvedAt(ClaimsPrincipal said, EntraSettings settings)
    {
        static DateTimeOffset? Time(string? seconds) => long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(at) : null;
        var told = Time(said.FindFirstValue(JwtRegisteredClaimNames.AuthTime));
        return settings.StepUpContext is not { Length: > 0 } step ? told
            : said.FindAll("acrs").Any(claim => claim.Value == step) ? told ?? Time(said.FindFirstValue(JwtRegisteredClaimNames.Iat)) : null;
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
            ProvedAt = ProvedAt(said, settings),
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
            context.Principal = http.RequestServices.GetRequiredService<PortalSession>().Open(admitted.Value, word.Roles, word.ProvedAt);
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
