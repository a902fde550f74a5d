using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Home;
using NhiPortal.Features.Unattended;

namespace NhiPortal.Benchmarks;

/// <summary>
/// Sweeps ten thousand overdue confirmations, step by step on a clock that is moved, while somebody goes on reading the list
/// and their work: <c>sweep</c>. In this process, on a real file, without a web server.
/// </summary>
internal static class SweepBench
{
    private const int Overdue = 10_000;

    public static async Task<int> RunAsync()
    {
        using var folder = new DataFolder();
        var clock = new MovedClock();
        var settings = new PortalSettings { Data = folder.Path };
        await using var services = new ServiceCollection().AddSingleton(settings).AddSingleton<TimeProvider>(clock).AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddData(new DatabaseSettings(), folder.Path).AddFeatures(settings).BuildServiceProvider();
        var databases = services.GetRequiredService<IDbContextFactory<PortalDb>>();
        Actor staff;
        await using (var db = await databases.CreateDbContextAsync())
        {
            await ListsPortal.SeedAsync(db, Overdue + 2_000);
            staff = await PrepareAsync(db, clock.GetUtcNow());
        }

        Print("nothing", await ReadWhileAsync(services, staff, () => Task.Delay(TimeSpan.FromSeconds(10))));
        foreach (var (what, days) in new[] { ("found and reminded", 0), ("announced", 2), ("suspended", 2), ("taken away", 2) })
        {
            clock.Offset += TimeSpan.FromDays(days);
            Print(what, await ReadWhileAsync(services, staff, () => services.GetRequiredService<SweepUnattended>().RunAsync(CancellationToken.None)));
        }

        Print("confirmed", await ReadWhileAsync(services, staff, () => services.GetRequiredService<ConfirmRevocations>().RunAsync(CancellationToken.None)));
        await using var after = await databases.CreateDbContextAsync();
        foreach (var state in await after.Revocations.GroupBy(r => r.State).Select(group => new { group.Key, Count = group.Count() }).ToListAsync())
            Console.WriteLine($"{state.Key}: {state.Count:N0}");
        return 0;
    }

    private static async Task<Actor> PrepareAsync(PortalDb db, DateTimeOffset now)
    {
        var (due, later) = (now.AddDays(-3), now.AddDays(80));
        var ids = await db.Ownerships.Where(o => o.ClosedAt == null && o.AcceptedAt != null && o.Role == OwnerRole.BusinessOwner && db.Integrations.Any(i => o.IntegrationId == i.Id && i.Status == Domain.Integrations.IntegrationStatus.Active)
            && db.People.Any(p => p.Id == o.PersonId && p.Status == Domain.People.PersonStatus.Active)).OrderBy(o => o.Id).Select(o => o.Id).Take(Overdue).ToListAsync();
        await db.Ownerships.ExecuteUpdateAsync(set => set.SetProperty(o => o.AttestationDue, later));
        foreach (var some in ids.Chunk(500))
            await db.Ownerships.Where(o => EF.Parameter(some).Contains(o.Id)).ExecuteUpdateAsync(set => set.SetProperty(o => o.AttestationDue, due));
        await db.UnattendedPolicies.ExecuteDeleteAsync();
        var policy = UnattendedPolicy.Off(UnattendedKind.AttestationOverdue);
        var person = await db.People.OrderBy(p => p.Id).Select(p => p.Id).FirstAsync();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        policy.Set(new(true, today.AddDays(1), new() { After = 0, Announce = 1, Suspend = 1, Revoke = 1, WayBackDays = 14, MostAtOnce = LadderPlan.MostEver, MostPercent = 100 }), person, "measured", now);
        db.Add(policy);
        await db.SaveChangesAsync();
        await db.UnattendedPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.ReportOnlyUntil, (DateOnly?)null));
        return new() { Kind = ActorKind.Person, Id = person.Value, Name = "measured", Tenants = null, Roles = new HashSet<Role> { Role.Administrator } };
    }

    /// <summary>Goes on reading, a little at a time, until the other work is done.</summary>
    private static async Task<(TimeSpan Took, List<double> Reads)> ReadWhileAsync(ServiceProvider services, Actor who, Func<Task> work)
    {
        var (list, mine, reads) = (services.GetRequiredService<RevocationListQuery>(), services.GetRequiredService<MyWorkQuery>(), new List<double>());
        await list.RunAsync(who, new(), 0, 25, default);
        var started = Stopwatch.StartNew();
        var working = Task.Run(work);
        while (!working.IsCompleted)
        {
            var one = Stopwatch.GetTimestamp();
            await list.RunAsync(who, new(), 0, 25, default);
            await mine.RunAsync(who, default);
            reads.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
            await Task.Delay(20);
        }

        await working;
        return (started.Elapsed, reads);
    }

    private static void Print(string what, (TimeSpan Took, List<double> Reads) run)
    {
        run.Reads.Sort();
        Console.WriteLine($"| {what,-20} | {run.Took.TotalSeconds,6:0.0} s | {run.Reads.Count,5:N0} | {At(run.Reads, 0.5),6:0.0} | {At(run.Reads, 0.99),6:0.0} |");
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)((sorted.Count - 1) * share)];
}
