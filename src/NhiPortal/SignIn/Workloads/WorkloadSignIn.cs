namespace NhiPortal.SignIn.Workloads;

/// <summary>Registers how workloads and enforcement points prove who they are.</summary>
public static class WorkloadSignIn
{
    public static IServiceCollection AddWorkloadSignIn(this IServiceCollection services)
    {
        services.AddHttpClient(KeySets.ClientName, client =>
        {
            client.Timeout = TimeSpan.FromSeconds(5);
            client.MaxResponseContentBufferSize = KeySets.LargestAnswer;
        }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        services.AddSingleton<KeySets>();
        services.AddSingleton<TrustMemory>();
        services.AddSingleton<SingleUse>();
        services.AddSingleton<TokenCheck>();
        services.AddSingleton<ProtectedResource>();
        services.AddSingleton<RefusedTokens>();
        services.AddHostedService(provider => provider.GetRequiredService<RefusedTokens>());
        services.AddSingleton<DevelopmentIssuer>();
        services.AddHostedService(provider => provider.GetRequiredService<DevelopmentIssuer>());
        return services;
    }
}
