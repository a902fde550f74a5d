using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Findings;
using NhiPortal.Features.People;
using NhiPortal.Jobs;

namespace NhiPortal.Tests;

/// <summary>
/// The portal without its web: real use cases and queries on a real SQLite file with the real migrations, and a clock
/// the test moves. Several can share a file to stand for several instances.
/// </summary>
public sealed class TestPortal : IAsyncDisposable
{
    // Migrating once and copying the file keeps a thousand tests quick and each on its own real database.
    private static readonly Lazy<Task<string>> Migrated = new(MigrateAsync);

    private readonly ServiceProvider services;
    private readonly bool ownsFolder;

    private readonly PortalSettings settings;

    private TestPortal(PortalSettings settings, FakeTimeProvider time, bool ownsFolder, params IInterceptor[] interceptors)
    {
        this.settings = settings;
        Folder = settings.Data;
        Time = time;
        this.ownsFolder = ownsFolder;
        services = new ServiceCollection()
            .AddSingleton(settings)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddSingleton<TimeProvider>(time)
            .AddData(new DatabaseSettings(), Folder)
            // EF remembers for a second that nobody listened, and a test's listener would miss that second's queries.
            .ConfigureDbContext<SqlitePortalDb>(options => options.ConfigureLoggingCacheTime(TimeSpan.Zero).AddInterceptors(interceptors))
            .AddFeatures(settings)
            .AddSingleton<NominateOwner>()
            .AddJobStorage(settings.Jobs, settings.Database)
            .BuildServiceProvider();
    }

    public string Folder { get; }

    public FakeTimeProvider Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public IServiceProvider Services => services;

    /// <param name="set">Changes the settings the portal starts with.</param>
    /// <param name="from">What another portal left, to begin with a copy of it.</param>
    public static async Task<TestPortal> StartAsync(Func<PortalSettings, PortalSettings>? set = null, string? from = null)
    {
        var folder = Directory.CreateTempSubdirectory("nhiportal-test-").FullName;
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        foreach (var file in from is null ? [await Migrated.Value] : Directory.GetFiles(from))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var settings = new PortalSettings { Data = folder };
        return new TestPortal(set?.Invoke(settings) ?? settings, time, true);
    }

    /// <summary>A second instance on the same database and clock.</summary>
    /// <param name="interceptors">Hear every database command of that instance.</param>
    public TestPortal Second(params IInterceptor[] interceptors) => new(settings, Time, false, interceptors);

    /// <summary>A fresh context; the caller disposes it.</summary>
    public PortalDb Db() => services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContext();

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    /// <summary>Writes directly, for arranging; what is under test goes through use cases.</summary>
    public async Task ArrangeAsync(Action<PortalDb> arrange)
    {
        await Get<UnitOfWork>().RunAsync<Done>(Actor.Rule("arrange"), "arrange", run =>
        {
            arrange(run.Db);
            return Task.FromResult<Result<Done>>(default(Done));
        }, CancellationToken.None);
    }

    private static async Task<string> MigrateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("nhiportal-migrated-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, true);
        var file = Path.Combine(folder, "nhiportal.db");
        await using var db = new SqlitePortalDb(new DbContextOptionsBuilder<SqlitePortalDb>().UseSqlite($"Data Source={file};Pooling=False").Options);
        await db.Database.MigrateAsync();
        await KeptRecords.GuardAsync(db, CancellationToken.None);
        return file;
    }

    /// <summary>Ends the portal and leaves its folder, until the tests end.</summary>
    public async Task<string> LeaveAsync()
    {
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, true);
        return Folder;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (!ownsFolder)
            return;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, true);
    }
}
