using System.Net;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.HttpsPolicy;

namespace NhiPortal.Hosting;

/// <summary>How requests reach the portal: proxies whose word is taken, hosts it answers to, https only.</summary>
public static class Transport
{
    public static IServiceCollection AddTransport(this IServiceCollection services, PortalSettings settings, IConfiguration configuration, IHostEnvironment environment)
    {
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = settings.Proxy.Addresses.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var text in settings.Proxy.Addresses)
                if (IPAddress.TryParse(text, out var address))
                    options.KnownProxies.Add(address);
                else
                    options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(text));
        });
        services.Configure<HttpsRedirectionOptions>(options => options.HttpsPort = settings.PublicAddress?.Port);
        if (string.IsNullOrWhiteSpace(configuration["AllowedHosts"]) && !environment.IsDevelopment() && settings.PublicAddress is { } address)
            services.Configure<HostFilteringOptions>(options => options.AllowedHosts = [address.Host, "localhost", "127.0.0.1", "[::1]"]);
        return services;
    }

    public static void UseTransport(this WebApplication app)
    {
        app.UseForwardedHeaders();
        if (app.Environment.IsDevelopment() || app.Services.GetRequiredService<PortalSettings>().PublicAddress?.Scheme != Uri.UriSchemeHttps)
            return;
        app.UseHsts();
        // Whoever asks for health asks this very instance, past any proxy.
        app.UseWhen(http => !http.Request.Path.StartsWithSegments("/health"), secure => secure.UseHttpsRedirection());
    }
}
