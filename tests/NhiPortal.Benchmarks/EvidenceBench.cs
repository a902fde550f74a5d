using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Tenants;
using NhiPortal.Features;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Evidence.Verifying;

namespace NhiPortal.Benchmarks;

/// <summary>Builds one package of many events and verifies it, and tells rate and memory of each; the package stays, for other verifiers.</summary>
internal static class EvidenceBench
{
    public static async Task RunAsync(string folder, Options options)
    {
        var settings = new PortalSettings { Data = folder };
        await using var services = new ServiceCollection().AddSingleton(settings).AddLogging().AddSingleton(TimeProvider.System)
            .AddData(settings.Database, folder).AddFeatures(settings).BuildServiceProvider();
        var actor = await PrepareAsync(services, options);
        var order = new EvidenceOrder(new EvidenceFilter(TimeProvider.System.GetUtcNow().AddYears(-9), TimeProvider.System.GetUtcNow().AddDays(1)), "Benchmark");
        await MeasureAsync("counted", options.Events, () => services.GetRequiredService<EvidenceCoverageQuery>().RunAsync(actor, order.Filter, default));
        var asked = await services.GetRequiredService<AskForEvidence>().RunAsync(actor, order, default);
        await MeasureAsync("built", options.Events, () => services.GetRequiredService<BuildEvidence>().RunAsync(default));
        var file = Path.Combine(Path.GetTempPath(), "nhiportal-evidence.zip");
        var taken = (await services.GetRequiredService<TakeEvidence>().RunAsync(actor, asked.Value.Value, default)).Value;
        await using (var written = File.Create(file))
            await foreach (var piece in taken.Pieces)
                await written.WriteAsync(piece);
        await MeasureAsync("verified", options.Events, async () =>
        {
            await using var package = File.OpenRead(file);
            var verdict = PackageVerifier.Run(package, services.GetRequiredService<SigningKeys>().CopyPublic(), []);
            if (verdict.Level != TrustLevel.PinnedKey || verdict.Contents!.Counts.Events != options.Events)
                throw new InvalidOperationException($"{verdict.FaultCount} faults.");
        });
        Console.WriteLine($"  {file}: {taken.Length / 1048576.0:0} MiB");
    }

    private static async Task<Actor> PrepareAsync(ServiceProvider services, Options options)
    {
        var databases = services.GetRequiredService<IDbContextFactory<PortalDb>>();
        var tenant = Tenant.Create("home", "Home", null, TimeProvider.System.GetUtcNow());
        var person = Person.Create(tenant.Id, "oid-auditor", "Auditor", "auditor@home.example", TimeProvider.System.GetUtcNow());
        await using (var db = await databases.CreateDbContextAsync())
        {
            await db.Database.MigrateAsync();
            db.AddRange(tenant, person);
            await db.SaveChangesAsync();
        }

        var decisions = new ManyDecisions(options.Integrations, options.Grants);
        for (var placed = 0; placed < options.Events;)
        {
            var count = Math.Min(options.Events / 10, options.Events - placed);
            await LogBench.JournalAsync(databases, decisions, count);
            await services.GetRequiredService<SequenceAudit>().RunAsync(default);
            placed += count;
        }

        await services.GetRequiredService<SignCheckpoint>().RunAsync(true, default);
        return new Actor { Kind = ActorKind.Person, Id = person.Id.Value, Name = "Auditor", Roles = new HashSet<Role> { Role.Administrator }, Tenants = null };
    }

    // What a process holds before it begins is told beside its most, because placing the events came before.
    private static async Task MeasureAsync(string what, int events, Func<Task> work)
    {
        GC.Collect();
        var (before, most, clock) = (Held(), 0L, Stopwatch.StartNew());
        var running = Task.Run(work);
        for (; !running.IsCompleted; await Task.WhenAny(running, Task.Delay(100)))
            most = Math.Max(most, Held());
        await running;
        Console.WriteLine($"  {what}: {events / clock.Elapsed.TotalSeconds,9:N0} events/s in {clock.Elapsed.TotalSeconds:0.0} s   memory {before} MiB before, {most} MiB at most");
    }

    private static long Held()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1048576;
    }
}
