using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhiPortal.Data;

namespace NhiPortal.EndToEnd;

/// <summary>
/// The demo organisation as the program itself seeds it, once for the whole run: every portal of the tests begins on a copy
/// of its own, instead of the same seconds of seeding each time.
/// </summary>
internal static class DemoData
{
    private static readonly Lazy<Task<string>> Seeded = new(SeedAsync);

    public static async Task CopyToAsync(string folder) => CopyTo(await Seeded.Value, folder, _ => true);

    private static async Task<string> SeedAsync()
    {
        var folder = Directory.CreateTempSubdirectory("nhiportal-demo-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, true);
        // Stopped in order, not killed, so that no job of the copies waits for one that died.
        await using (var portal = PortalWithClock.Start(shared: folder))
            await UntilMeasuredAsync(portal);
        return await CleanAsync(folder);
    }

    /// <summary>Stopped or not, a connection may close later and take files away meanwhile: SQLite itself makes a copy that nobody holds.</summary>
    private static async Task<string> CleanAsync(string folder)
    {
        const string Database = "nhiportal.db";
        var clean = Directory.CreateTempSubdirectory("nhiportal-demo-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(clean, true);
        await ExecuteAsync(Path.Combine(folder, Database), $"VACUUM INTO '{Path.Combine(clean, Database)}'");
        // A copy made so keeps no write-ahead log, which the program expects of a database that is there already.
        await ExecuteAsync(Path.Combine(clean, Database), "PRAGMA journal_mode = WAL");
        CopyTo(folder, clean, file => !Path.GetFileName(file).StartsWith(Database, StringComparison.Ordinal));
        return clean;
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False;Default Timeout=15");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static void CopyTo(string from, string to, Func<string, bool> wanted)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(wanted))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static async Task UntilMeasuredAsync(PortalWithClock portal)
    {
        await using var db = await portal.Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        for (var tries = 0; !await db.ControlRuns.AnyAsync(run => run.EndedAt != null); tries++)
        {
            Assert.True(tries < 600, "The controls of the demo organisation were not measured within two minutes.");
            await Task.Delay(200);
        }
    }
}
