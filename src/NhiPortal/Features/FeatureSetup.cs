using NhiPortal.Data;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Channels;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.People;
using NhiPortal.Features.Reminders;
using NhiPortal.Notifications;
using NhiPortal.Shell;

namespace NhiPortal.Features;

/// <summary>Finds use cases, queries, kinds of import and what follows the record by their shape, so that adding one touches no list.</summary>
public static class FeatureSetup
{
    public static IServiceCollection AddFeatures(this IServiceCollection services, PortalSettings settings)
    {
        foreach (var type in typeof(FeatureSetup).Assembly.GetTypes().Where(IsRunnable))
            services.AddSingleton(type);
        foreach (var kind in typeof(FeatureSetup).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(Imports.IImportKind))))
            services.AddSingleton(typeof(Imports.IImportKind), kind);
        foreach (var follower in typeof(FeatureSetup).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IRecordFollower))))
            services.AddSingleton(typeof(IRecordFollower), follower);
        return services.AddPeople(settings.People).AddAudit(settings).AddDiscovery(settings).AddNotifications(settings).AddSingleton<ChannelTermsReading>().AddTopBarPart<NoticeBell>().AddSingleton(settings.Risk);
    }

    /// <summary>A use case or a query: a concrete class of the Features room with one public <c>RunAsync</c>.</summary>
    public static bool IsRunnable(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsNested: false } && type.Namespace?.StartsWith("NhiPortal.Features.", StringComparison.Ordinal) == true
        && type.GetMethods().Any(method => method.Name == "RunAsync" && !method.IsStatic);
}
