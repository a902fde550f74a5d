using NhiPortal.Data;
using NhiPortal.Features.Audit.Anchoring;

namespace NhiPortal.Features.Audit;

/// <summary>Registers the audit log's sequencer and keys, and serves the keys' public side.</summary>
public static class AuditSetup
{
    public static IServiceCollection AddAudit(this IServiceCollection services, PortalSettings settings)
    {
        services.AddSingleton(settings.Audit);
        services.AddSingleton(_ => SigningKeys.OpenOrMake(settings.Keys, settings.Data));
        services.AddSingleton(new CheckpointWitness(settings.Data));
        services.AddSingleton<TimestampAuthority>();
        services.AddSingleton<SequencerLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<SequencerLoop>());
        return services;
    }

    public static WebApplication MapAudit(this WebApplication app)
    {
        app.MapGet("/.well-known/jwks.json", (SigningKeys keys) => Results.Text($$"""{"keys":[{{string.Join(',', keys.PublicJwks)}}]}""", "application/jwk-set+json"))
            .AllowAnonymous();
        return app;
    }
}
