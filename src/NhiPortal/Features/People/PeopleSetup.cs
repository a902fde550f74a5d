namespace NhiPortal.Features.People;

/// <summary>Registers where people come from.</summary>
public static class PeopleSetup
{
    public static IServiceCollection AddPeople(this IServiceCollection services, PeopleSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<PeopleSources>();
        services.AddSingleton<PeopleReading>();
        return services;
    }
}
