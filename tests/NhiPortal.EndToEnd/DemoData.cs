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

    public static async Task CopyToAsync(string folder)
    {
        var seeded = await Seeded.Value;
        foreach (var file in Directory.EnumerateFiles(seeded, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(seeded, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static async Task<string> SeedAsync()
    {
        var folder = Directory.CreateTempSubdirectory("nhiportal-demo-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, true);
        // Stopped in order, not killed, so that no job of the copies waits for one that died.
        await using (var portal = PortalWithClock.Start(shared: folder))
            await UntilMeasuredAsync(portal);
        return folder;
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
