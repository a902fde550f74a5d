using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;

namespace NhiPortal.Shell;

/// <summary>Registers and maps the pages' frame: components, static files, security headers.</summary>
public static class ShellSetup
{
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            options.SnackbarConfiguration.ShowTransitionDuration = 120;
            options.SnackbarConfiguration.HideTransitionDuration = 120;
        });
        services.AddCascadingAuthenticationState();
        services.AddScoped<Clock>();
        services.AddCascadingValue(provider => provider.GetRequiredService<Clock>().Zones);
        services.AddCascadingValue(provider => provider.GetRequiredService<Clock>().Ticks);
        services.AddOptions<ShellSettings>().BindConfiguration("Shell");
        services.AddTransient<IStartupFilter, SecurityHeaders>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, PlainRefusals>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Call after authentication and authorization have been put in the pipeline.</summary>
    public static WebApplication MapShell(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, proceed) =>
        {
            if (!PageInstead.IsLookedAt(context) && context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
            return proceed(context);
        });
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        // The framework would add a second policy header with its own frame-ancestors; ours is stricter.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
            options.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    /// <summary>Adds a component to the top bar, left of the person menu (the tenant filter, a bell).</summary>
    public static IServiceCollection AddTopBarPart<T>(this IServiceCollection services) where T : IComponent =>
        services.AddSingleton(new TopBarPart(typeof(T)));
}

/// <summary>A component shown in the top bar on every page.</summary>
public sealed record TopBarPart(Type Component);
