using Microsoft.EntityFrameworkCore;
using NhiPortal.Data.Seed;

namespace NhiPortal.Data;

/// <summary>Brings the database to the program's own shape before anything is served, and fills it if it is empty.</summary>
public static class DatabaseStart
{
    public static async Task PrepareDatabaseAsync(this IServiceProvider services, CancellationToken cancellation)
    {
        var settings = services.GetRequiredService<PortalSettings>();
        Directory.CreateDirectory(settings.Data);
        await using (var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(cancellation))
        {
            await db.Database.MigrateAsync(cancellation);
            // At each start and not in a migration: one that makes a table anew loses its guard.
            await KeptRecords.GuardAsync(db, cancellation);
            await LogGuards.ApplyAsync(db, cancellation);
        }

        await services.SeedAsync(settings.Seed ?? SeedKind.None, cancellation);
        await ActivatorUtilities.CreateInstance<FirstStart>(services).RunAsync(cancellation);
    }
}
