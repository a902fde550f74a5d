using Microsoft.EntityFrameworkCore;

namespace NhiPortal.Data;

/// <summary>Brings the database to the program's own shape before anything is served.</summary>
public static class DatabaseStart
{
    public static async Task PrepareDatabaseAsync(this IServiceProvider services, CancellationToken cancellation)
    {
        Directory.CreateDirectory(services.GetRequiredService<PortalSettings>().Data);
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(cancellation);
        await db.Database.MigrateAsync(cancellation);
        await ActivatorUtilities.CreateInstance<FirstStart>(services).RunAsync(cancellation);
    }
}
