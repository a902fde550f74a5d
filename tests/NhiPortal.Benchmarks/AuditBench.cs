using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Data.Seed.Demo;
using NhiPortal.Domain;
using NhiPortal.Features.Audit;

namespace NhiPortal.Benchmarks;

/// <summary>
/// Searches of the audit log at several lengths in one run: the events of the large organisation, repeated with times and
/// ids of their own until the log is as long as asked: <c>audit 100000 10000000 --folder where/to/keep/the/databases</c>.
/// </summary>
internal static class AuditBench
{
    private const int Rounds = 15, Page = 50, Deep = 20;

    public static async Task<int> RunAsync(string[] args)
    {
        var at = Array.IndexOf(args, "--folder");
        using var folder = at < 0 ? new DataFolder() : null;
        var kept = at < 0 ? folder!.Path : args[at + 1];
        var logs = new List<(long Events, ListsPortal Portal)>();
        foreach (var events in (at < 0 ? args : args[..at]).Select(text => long.Parse(text, CultureInfo.InvariantCulture)))
            logs.Add((events, await OpenAsync(Path.Combine(kept, $"audit-{events}"), events)));

        Console.WriteLine($"Medians / p95 in ms of {Rounds} rounds, in turn; a deep page is the {Deep}th.");
        Console.WriteLine($"| search | {string.Join(" | ", logs.Select(log => $"{log.Events:N0}"))} | found |");
        Console.WriteLine($"|---|{string.Concat(logs.Select(_ => "---|"))}---|");
        foreach (var (what, filter) in await SearchesAsync(logs[^1].Portal))
        {
            await PrintAsync(what, logs, filter);
            await PrintAsync($"{what}, deep", logs, filter, true);
        }

        foreach (var (_, portal) in logs)
            await portal.DisposeAsync();
        return 0;
    }

    private static async Task<ListsPortal> OpenAsync(string folder, long events)
    {
        var portal = await ListsPortal.OpenAsync(folder, 1_000);
        await using var db = await portal.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        await portal.Get<SequenceAudit>().RunAsync(default);
        var (have, clock) = (await db.AuditEvents.LongCountAsync(), Stopwatch.StartNew());
        if (have >= events)
            return portal;
        await RepeatAsync(db, have, events);
        Console.WriteLine($"{events:N0} events in {clock.Elapsed.TotalSeconds:0} s.");
        return portal;
    }

    // What is measured is reading, so rows are copied as the database holds them, spread over two years that follow.
    private static async Task RepeatAsync(PortalDb db, long have, long wanted)
    {
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA synchronous=OFF");
        await db.Database.ExecuteSqlRawAsync("PRAGMA cache_size=-400000");
        var step = 2 * 365 * TimeSpan.TicksPerDay / wanted;
        for (var turn = 1L; have * turn < wanted; turn++)
        {
            var (first, take) = (have * turn, Math.Min(have, wanted - (have * turn)));
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO AuditEvents (Id, EventId, At, Kind, TenantId, ActorKind, ActorId, IntegrationId, TargetId, WorkloadId, PersonId, RequestId, GrantId, Body, LeafIndex, LeafHash)
                SELECT Id + {first}, printf('%08X-0000-7000-8000-%012X', {turn}, Id), (SELECT max(At) FROM AuditEvents WHERE Id <= {have}) + ((Id + {first}) * {step}), Kind, TenantId, ActorKind, ActorId,
                    IntegrationId, TargetId, WorkloadId, PersonId, RequestId, GrantId, Body, LeafIndex + {first}, LeafHash
                FROM AuditEvents WHERE Id <= {take} ORDER BY Id
                """);
        }

        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        await db.Database.CloseConnectionAsync();
    }

    private static async Task<IReadOnlyList<(string What, AuditFilter Filter)>> SearchesAsync(ListsPortal portal)
    {
        await using var db = await portal.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        var person = await db.AuditEvents.Where(e => e.ActorKind == ActorKind.Person).OrderByDescending(e => e.Id).Select(e => e.ActorId).FirstAsync();
        var workload = await db.AuditEvents.Where(e => e.WorkloadId != null).OrderByDescending(e => e.Id).Select(e => e.WorkloadId!.Value).FirstAsync();
        var subject = await db.Workloads.Where(w => w.Id == workload).Select(w => w.Subject).SingleAsync();
        var kind = await db.AuditEvents.OrderByDescending(e => e.Id).Select(e => e.Kind).FirstAsync();
        var (oldest, newest) = (await db.AuditEvents.MinAsync(e => e.At), await db.AuditEvents.MaxAsync(e => e.At));
        var middle = oldest + ((newest - oldest) / 2);
        return
        [
            ("everything", new()),
            ("person", new() { Who = new PersonId(person) }),
            ("workload", new() { Subject = subject }),
            ("target", new() { TargetKey = portal.Target }),
            ("integration", new() { IntegrationKey = portal.Integration }),
            ($"one kind ({kind})", new() { Kinds = [kind] }),
            ("group of kinds", new() { Kinds = ["request"] }),
            ("a day in the middle", new() { Since = middle, Until = middle.AddDays(1) }),
            ("words that are frequent", new() { Words = "approved" }),
            ("words that are nowhere", new() { Words = "no such words" }),
            ("target, kind and words", new() { TargetKey = portal.Target, Kinds = ["request"], Words = "approved" }),
        ];
    }

    private static async Task PrintAsync(string what, List<(long Events, ListsPortal Portal)> logs, AuditFilter filter, bool deep = false)
    {
        var (times, found) = (logs.Select(_ => new double[Rounds]).ToList(), "");
        var starts = new List<AuditFilter>();
        foreach (var (_, portal) in logs)
            starts.Add(deep ? await PageAsync(portal, filter, Deep) : filter);
        for (var round = -2; round < Rounds; round++)
            for (var n = 0; n < logs.Count; n++)
            {
                var started = Stopwatch.GetTimestamp();
                var page = await ReadAsync(logs[n].Portal, starts[n]);
                if (round >= 0)
                    times[n][round] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                found = page.Lines.Count + (page.LookedBackTo is null ? "" : ", bounded");
            }

        times.ForEach(Array.Sort);
        Console.WriteLine($"| {what} | {string.Join(" | ", times.Select(sorted => $"{sorted[Rounds / 2]:0.0} / {sorted[(int)(Rounds * 0.95)]:0.0}"))} | {found} |");
    }

    private static async Task<AuditFilter> PageAsync(ListsPortal portal, AuditFilter filter, int pages)
    {
        for (var n = 1; n < pages; n++)
            filter = filter with { OlderThan = (await ReadAsync(portal, filter)).Older ?? filter.OlderThan };
        return filter;
    }

    private static Task<AuditPage> ReadAsync(ListsPortal portal, AuditFilter filter) =>
        portal.Get<AuditLogQuery>().RunAsync(portal.Actors["administrator"], filter, Page, default);
}
