using Hangfire;
using Hangfire.InMemory;
using Hangfire.SqlServer;
using Hangfire.Storage;
using NhiPortal.Data;
using NhiPortal.SignIn;

namespace NhiPortal.Jobs;

/// <summary>What an operator may set about jobs (section "Jobs").</summary>
public sealed record JobSettings
{
    /// <summary>Lets the program make or upgrade Hangfire's own tables at start (SQL Server only). Off: deployment does it, once.</summary>
    public bool PrepareSchema { get; init; }

    /// <summary>How many jobs one instance runs side by side.</summary>
    public int Workers { get; init; } = 4;
}

/// <summary>
/// Registers Hangfire: in memory beside the embedded database, in its own schema on SQL Server. Nothing is lost with the
/// memory, because due work is rows of the portal's own.
/// </summary>
public static class JobsSetup
{
    public const string DashboardPath = "/administration/jobs";
    public const string Schema = "hangfire";

    public static IServiceCollection AddJobs(this IServiceCollection services, JobSettings settings, DatabaseSettings database)
    {
        services.AddHangfire(jobs =>
        {
            jobs.SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            if (database.IsSqlServer)
                jobs.UseSqlServerStorage(database.ConnectionString, new SqlServerStorageOptions { SchemaName = Schema, PrepareSchemaIfNecessary = settings.PrepareSchema });
            else
                jobs.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(6) });
        });
        services.AddHangfireServer(server => server.WorkerCount = settings.Workers);
        services.AddSingleton<JobBoard>();
        foreach (var door in Schedule.All.Select(job => job.Job.Type).Distinct())
            services.AddTransient(door);
        return services;
    }

    public static WebApplication MapJobs(this WebApplication app)
    {
        using (var storage = app.Services.GetRequiredService<JobStorage>().GetConnection())
            Schedule.Register(app.Services.GetRequiredService<IRecurringJobManager>(), [.. storage.GetRecurringJobs().Select(job => job.Id)]);
        app.MapHangfireDashboardWithAuthorizationPolicy(nameof(Permission.Administer), DashboardPath, new DashboardOptions
        {
            DashboardTitle = "Jobs",
            AppPath = "/administration",
            DisplayStorageConnectionString = false,
        });
        return app;
    }
}
