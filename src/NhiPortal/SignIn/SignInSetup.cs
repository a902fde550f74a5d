using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace NhiPortal.SignIn;

/// <summary>How people prove who they are.</summary>
public enum SignInMode
{
    Entra,

    /// <summary>Development only: whoever opens the page picks an invented person.</summary>
    Personas,
}

/// <summary>Registers people's sign-in, their session and the policies that pages ask for.</summary>
public static class SignInSetup
{
    public static IServiceCollection AddSignIn(this IServiceCollection services, PortalSettings settings, IHostEnvironment environment)
    {
        var mode = settings.AzureAd.Configured ? SignInMode.Entra : SignInMode.Personas;
        if (mode == SignInMode.Personas && !environment.IsDevelopment())
            throw new InvalidOperationException("Personas exist in Development only.");
        services.AddSingleton(typeof(SignInMode), mode);
        services.AddHttpContextAccessor();
        services.AddSingleton<ActorReader>();
        services.AddScoped<CurrentActor>();
        services.AddSingleton<PortalSession>();
        services.AddSingleton<AdmitPerson>();
        services.AddSingleton<RecordRefusedSignIn>();
        services.AddSingleton<RecordSignOut>();
        services.AddSingleton<PersonaNamesQuery>();
        services.AddScoped<AuthenticationStateProvider, SessionRevalidation>();

        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme);
        if (mode == SignInMode.Entra)
            authentication.AddEntraSignIn(settings.AzureAd);
        else
            authentication.AddCookie();
        services.Configure<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme, options => SessionCookie.Configure(options, settings));
        services.AddAntiforgery(options => SessionCookie.Name(options.Cookie, "nhiportal-form", settings));

        services.AddSingleton<IAuthorizationHandler, SignedInOrNothingThere>();
        services.AddAuthorizationBuilder().AddPortalPolicies();
        return services;
    }
}
