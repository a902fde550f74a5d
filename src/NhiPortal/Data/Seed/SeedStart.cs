using System.Data;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NhiPortal.Data.Seed.Demo;
using NhiPortal.Data.Seed.Large;

namespace NhiPortal.Data.Seed;

/// <summary>
/// Fills an empty database, once and whole: all of it commits or none, and of several instances that start together one
/// writes while the others wait and find it done.
/// </summary>
public static partial class SeedStart
{
    /// <summary>How long an instance waits for another that is writing the seed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task SeedAsync(this IServiceProvider services, SeedKind kind, CancellationToken cancellation)
    {
        if (kind == SeedKind.None)
            return;
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SeedStart));
        var time = services.GetRequiredService<TimeProvider>();
        var started = Stopwatch.StartNew();
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(cancellation);
        if (await db.Tenants.AnyAsync(cancellation))
            return;
        await using var transaction = await LockAsync(db, cancellation);
        if (await db.Tenants.AnyAsync(cancellation))
            return;

        var world = DemoOrganisation.Play(time.GetUtcNow(), services.GetService<PortalSettings>()?.AzureAd.TenantId);
        await DemoOrganisation.WriteAsync(world, db, cancellation);
        // Events go in by time; their ids, and so their places in the tree, follow it.
        if (kind == SeedKind.Large)
            await LargeOrganisation.WriteAsync(world, LargeSize.Full, db, log, cancellation);
        else
            await db.InsertAsync(world.Events, cancellation);
        await transaction.CommitAsync(cancellation);
        Seeded(log, kind, started.ElapsedMilliseconds);
    }

    /// <summary>Takes the one writer's place: the clock row is locked until this transaction ends.</summary>
    private static async Task<IDbContextTransaction> LockAsync(PortalDb db, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);
                await db.ChangeClocks.ExecuteUpdateAsync(set => set.SetProperty(clock => clock.Value, clock => clock.Value), cancellation);
                return transaction;
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode is 5 or 6 && waited.Elapsed < Patience)
            {
                await Task.Delay(200, cancellation);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Seeded the {Kind} organisation in {Milliseconds} ms")]
    private static partial void Seeded(ILogger log, SeedKind kind, long milliseconds);
}
