using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Features.Audit.Anchoring;

namespace NhiPortal.Features.Audit;

/// <summary>
/// <c>verify</c> on the command line: reads the log as it lies there, also beside a running portal, changes nothing, and
/// exits with 0 only when every row fits.
/// </summary>
public static class VerifyVerb
{
    public const string Name = "verify";

    public static async Task<int> RunAsync(PortalSettings settings, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            var keys = SigningKeys.ReadPublic(settings.Keys, settings.Data);
            var check = new LogCheck(Databases(settings), settings.Audit.LogName, keys, [new CheckpointWitness(settings.Data).Read(), .. AnchorFile.Read(settings.Audit.AnchorFile)]);
            return Report(await check.ReadAsync(null, cancellation), output);
        }
        catch (Exception fault) when (fault is InvalidOperationException or System.Data.Common.DbException or IOException)
        {
            await output.WriteLineAsync($"Not verified: {fault.Message}");
            return 1;
        }
    }

    private static ReadOnlyDatabases Databases(PortalSettings settings)
    {
        if (settings.Database.IsSqlServer)
            return new ReadOnlyDatabases(() => new SqlServerPortalDb(new DbContextOptionsBuilder<SqlServerPortalDb>().UseSqlServer(settings.Database.ConnectionString).Options));
        var connection = DataSetup.SqliteConnectionString(Path.Combine(settings.Data, "nhiportal.db")) + ";Mode=ReadOnly";
        return new ReadOnlyDatabases(() => new SqlitePortalDb(new DbContextOptionsBuilder<SqlitePortalDb>().UseSqlite(connection).Options));
    }

    private static int Report(LogVerdict verdict, TextWriter output)
    {
        output.WriteLine(verdict.Intact ? "The audit log is intact." : $"THE AUDIT LOG IS NOT INTACT: {verdict.FaultCount} faults.");
        var invariant = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(invariant, $"  events       {verdict.Rows} read in {verdict.Took.TotalSeconds:0.00} s ({verdict.Rows / Math.Max(verdict.Took.TotalSeconds, 0.001):0} per second); {verdict.Waiting} more wait for their place"));
        output.WriteLine(string.Create(invariant, $"  checkpoints  {verdict.Checkpoints} fit; events 0 to {verdict.ConfirmedSize - 1} stand under a signature"));
        if (verdict.Archived > 0)
            output.WriteLine(string.Create(invariant, $"  archived     events 0 to {verdict.Archived - 1} by their hashes; verify their archives by themselves"));
        if (verdict.Newest is { } newest)
            output.WriteLine(string.Create(invariant, $"  newest       {newest.TreeSize} events, root {newest.Root}, signed {DateTimeOffset.FromUnixTimeSeconds(newest.UnixTime):u}"));
        foreach (var fault in verdict.Faults)
            output.WriteLine(string.Create(invariant, $"  - {fault.Kind}: {fault.Sentence}"));
        if (verdict.FaultCount > verdict.Faults.Count)
            output.WriteLine(string.Create(invariant, $"  - and {verdict.FaultCount - verdict.Faults.Count} more"));
        return verdict.Intact ? 0 : 1;
    }

    private sealed class ReadOnlyDatabases(Func<PortalDb> open) : IDbContextFactory<PortalDb>
    {
        public PortalDb CreateDbContext() => open();
    }
}
