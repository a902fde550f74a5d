using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Data.Seed.Demo;
using NhiPortal.Domain;
using NhiPortal.Features;
using NhiPortal.Features.Audit;

namespace NhiPortal.Benchmarks;

/// <summary>
/// Times what the page of the audit log reads, however it is narrowed, on a log of many events over three years. The rows
/// are written straight into the table, without their places in the tree, so the log it leaves does not verify.
/// </summary>
internal static class AuditBench
{
    private const int Rounds = 7, Page = 50;
    private static readonly string[] Kinds = ["access.allowed", "access.allowed", "access.allowed", "access.denied", "request.asked", "request.approved", "grant.expired", "person.signed_in", "ownership.attested", "credential.changed"];

    public static async Task<int> RunAsync(string folder, Options options)
    {
        var isNew = !File.Exists(Path.Combine(folder, "nhiportal.db"));
        Directory.CreateDirectory(folder);
        var settings = new PortalSettings { Data = folder };
        await using var services = new ServiceCollection().AddSingleton(settings).AddLogging().AddSingleton(TimeProvider.System)
            .AddData(settings.Database, folder).AddFeatures(settings).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        if (isNew)
            await FillAsync(db, folder, options.Events);
        var (integration, target, workload, person) = (
            await db.Integrations.OrderBy(i => i.Key).Select(i => i.Key).FirstAsync(), await db.Targets.OrderBy(t => t.Key).Select(t => t.Key).FirstAsync(),
            await db.Workloads.OrderBy(w => w.Id).Select(w => w.Subject).FirstAsync(), await db.People.OrderBy(p => p.Id).Select(p => p.Id).FirstAsync());
        var count = await db.AuditEvents.LongCountAsync();
        var (newest, now) = (await db.AuditEvents.MaxAsync(e => e.Id), TimeProvider.System.GetUtcNow());
        Console.WriteLine($"{count:N0} events, load average {(await File.ReadAllTextAsync("/proc/loadavg"))[..14]}; medians / largest of {Rounds} in ms, {Page} lines a page");
        var query = services.GetRequiredService<AuditLogQuery>();
        var all = new AuditFilter();
        foreach (var (what, filter) in new (string, AuditFilter)[]
        {
            ("newest", all), ("in the middle", all with { OlderThan = newest / 2 }), ("one kind", all with { Kinds = ["request.approved"] }), ("a group, middle", all with { Kinds = ["request"], OlderThan = newest / 2 }),
            ("refused attempts", all with { Ended = AuditKinds.Denied }), ("integration", all with { IntegrationKey = integration }), ("integration, middle", all with { IntegrationKey = integration, OlderThan = newest / 2 }),
            ("target", all with { TargetKey = target }), ("workload", all with { Subject = workload }), ("person", all with { Who = person }), ("a month two years ago", all with { Since = now.AddDays(-760), Until = now.AddDays(-730) }),
            ("integration and kind then", all with { IntegrationKey = integration, Kinds = ["access.denied"], Until = now.AddDays(-730) }), ("person and target", all with { Who = person, TargetKey = target }),
            ("a common word", all with { Words = "allowed" }), ("a word that is nowhere", all with { Words = "xyzzy" }), ("a rare word of a target", all with { Words = "xyzzy", TargetKey = target }),
        })
            await TimeAsync(what, () => query.RunAsync(new Actor { Kind = ActorKind.Person, Id = person.Value, Name = "measured", Roles = new HashSet<Role> { Role.Auditor }, Tenants = null }, filter, Page, default));
        return 0;
    }

    private static async Task TimeAsync(string what, Func<Task<AuditPage>> read)
    {
        var (times, page) = (new List<double>(), await read());
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.GetTimestamp();
            page = await read();
            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"| {what,-26} | {times[Rounds / 2],7:0.0} / {times[^1],7:0.0} | {page.Lines.Count} lines{(page.LookedBackTo is { } back ? $", looked back to {back:yyyy-MM-dd}" : "")} |");
    }

    private static async Task FillAsync(PortalDb db, string folder, int events)
    {
        Console.WriteLine($"Writing {events:N0} events…");
        await db.Database.MigrateAsync();
        await DemoOrganisation.WriteAsync(DemoOrganisation.Play(TimeProvider.System.GetUtcNow()), db, default);
        await db.SaveChangesAsync();
        var things = (await db.Workloads.Select(w => new { w.Id, w.IntegrationId, w.Subject }).ToListAsync(), await db.Targets.Select(t => new { t.Id, t.Key }).ToListAsync(), await db.People.Select(p => new { p.Id, p.Name }).ToListAsync(), await db.Tenants.Select(t => t.Id).FirstAsync());
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "nhiportal.db")};Pooling=False");
        await connection.OpenAsync();
        await RunAsync(connection, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000; PRAGMA temp_store=MEMORY");
        // Indexes are made afterwards, in one go each.
        var indexes = await ReadAsync(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'AuditEvents' AND sql IS NOT NULL");
        foreach (var (name, _) in indexes)
            await RunAsync(connection, $"DROP INDEX \"{name}\"");
        await RunAsync(connection, "BEGIN; DELETE FROM AuditEvents");
        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO AuditEvents (EventId, At, Kind, TenantId, ActorKind, ActorId, IntegrationId, TargetId, WorkloadId, PersonId, RequestId, Body, LeafIndex, LeafHash) VALUES ($0,$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,zeroblob(32))";
        var cells = Enumerable.Range(0, 13).Select(n => insert.Parameters.Add(new SqliteParameter($"${n}", null))).ToList();
        var (workloads, targets, people, tenant) = things;
        var (random, begin, requests) = (new Random(1), TimeProvider.System.GetUtcNow().AddYears(-3), Enumerable.Range(0, Math.Max(events / 20, 1)).Select(_ => Guid.NewGuid()).ToArray());
        var step = (TimeProvider.System.GetUtcNow() - begin) / events;
        for (var n = 0; n < events; n++)
        {
            var (kind, at, workload, target, person) = (Kinds[n % Kinds.Length], begin + (step * n), workloads[random.Next(workloads.Count)], targets[random.Next(targets.Count)], people[random.Next(people.Count)]);
            var (id, human, request) = (Guid.NewGuid(), !kind.StartsWith("access", StringComparison.Ordinal), requests[(int)((long)n * requests.Length / events)]);
            var (actor, name) = human ? (person.Id.Value, person.Name) : (workload.Id.Value, workload.Subject);
            object?[] row =
            [
                Text(id), at.UtcTicks, kind, Text(tenant.Value), human ? "Person" : "Workload", Text(actor), Text(workload.IntegrationId.Value), Text(target.Id.Value), Text(workload.Id.Value), human ? Text(person.Id.Value) : null, Text(request),
                $$"""{"actor":{"id":"{{actor}}","kind":"{{(human ? "Person" : "Workload")}}","name":"{{name}}"},"at":"{{at:o}}","facts":{"action":"group.add_member","binding":"{{id:n}}{{id:n}}"},"id":"{{id}}","kind":"{{kind}}","request":"{{request}}","sentence":"{{name}} was {{kind.Split('.')[1]}} on {{target.Key}}.","target":{"id":"{{target.Id}}","key":"{{target.Key}}"},"tenant":"{{tenant}}"}""", n,
            ];
            for (var cell = 0; cell < row.Length; cell++)
                cells[cell].Value = row[cell] ?? DBNull.Value;
            insert.ExecuteNonQuery();
        }

        await RunAsync(connection, "COMMIT");
        foreach (var (_, sql) in indexes)
            await RunAsync(connection, sql);
        await RunAsync(connection, "PRAGMA journal_mode=WAL");
    }

    private static string Text(Guid id) => id.ToString().ToUpper(CultureInfo.InvariantCulture);

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<(string Name, string Sql)>> ReadAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, string)>();
        while (await reader.ReadAsync())
            rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }
}
