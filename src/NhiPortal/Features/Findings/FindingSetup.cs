namespace NhiPortal.Features.Findings;

/// <summary>Registers what findings are judged with.</summary>
public static class FindingSetup
{
    public static IServiceCollection AddFindings(this IServiceCollection services, PortalSettings settings) => services.AddSingleton(settings.Risk);
}
