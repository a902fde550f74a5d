using NhiPortal.Data;

namespace NhiPortal.Features.Audit;

/// <summary>Registers the audit log's sequencer and keys, and serves the keys' public side.</summary>
public static class AuditSetup
{
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration, string dataFolder)
    {
        var keys = configuration.GetSection("Keys").Get<KeySettings>() ?? new();
        services.AddSingleton(configuration.GetSection("Audit").Get<AuditSettings>() ?? new());
        services.AddSingleton(_ => SigningKeys.OpenOrMake(keys, dataFolder));
        services.AddSingleton(new CheckpointWitness(dataFolder));
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
