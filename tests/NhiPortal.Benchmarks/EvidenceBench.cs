using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Tenants;
using NhiPortal.Features;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Evidence.Verifying;

namespace NhiPortal.Benchmarks;

/// <summary>
/// Builds one package of many events and verifies it. Each step is a process of its own, so that its peak is its own; the
/// package, the key and the log stay in the folder for other verifiers.
/// </summary>
internal static class EvidenceBench
{
    private static readonly Guid Auditor = new("0195a1b2-0000-7000-8000-00000000a0d1");

    private static EvidenceOrder Order => new(new EvidenceFilter(TimeProvider.System.GetUtcNow().AddYears(-9), TimeProvider.System.GetUtcNow().AddDays(1)), "Benchmark");

    public static async Task<int> RunAsync(string folder, Options options)
    {
        if (!File.Exists(Path.Combine(folder, "nhiportal.db")))
        {
            Directory.CreateDirectory(folder);
            Console.WriteLine($"Placing {options.Events:N0} events in {folder}…");
            await PrepareAsync(folder, options);
        }

        Console.WriteLine($"{options.Events:N0} events, load average {(await File.ReadAllTextAsync("/proc/loadavg"))[..14]}");
        foreach (var step in (string[])["count", "build", "verify"])
        {
            using var child = Process.Start(new ProcessStartInfo("dotnet", [typeof(EvidenceBench).Assembly.Location, "evidence-step", step, folder, $"{options.Events}"]))!;
            await child.WaitForExitAsync();
            if (child.ExitCode != 0)
                return child.ExitCode;
        }

        return 0;
    }

    public static async Task<int> StepAsync(string step, string folder, int events)
    {
        await using var services = Services(folder);
        var actor = new Actor { Kind = ActorKind.Person, Id = await PersonAsync(services), Name = "Auditor", Roles = new HashSet<Role> { Role.Administrator }, Tenants = null };
        var package = Path.Combine(folder, "package.zip");
        switch (step)
        {
            case "count":
                await MeasureAsync("counted", events, () => services.GetRequiredService<EvidenceCoverageQuery>().RunAsync(actor, Order.Filter, default));
                break;
            case "build":
                var asked = await services.GetRequiredService<AskForEvidence>().RunAsync(actor, Order, default);
                await MeasureAsync("built", events, () => services.GetRequiredService<BuildEvidence>().RunAsync(default));
                await KeepAsync(services, (await services.GetRequiredService<TakeEvidence>().RunAsync(actor, asked.Value.Value, default)).Value, package);
                Console.WriteLine($"  {package}: {new FileInfo(package).Length / 1048576.0:0} MiB");
                break;
            default:
                await MeasureAsync("verified", events, () => VerifyAsync(services, package, events));
                break;
        }

        return 0;
    }

    private static ServiceProvider Services(string folder)
    {
        var settings = new PortalSettings { Data = folder };
        return new ServiceCollection().AddSingleton(settings).AddLogging().AddSingleton(TimeProvider.System)
            .AddData(settings.Database, folder).AddFeatures(settings).BuildServiceProvider();
    }

    private static async Task<Guid> PersonAsync(ServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        return (await db.People.Select(p => p.Id).FirstAsync()).Value;
    }

    private static async Task PrepareAsync(string folder, Options options)
    {
        await using var services = Services(folder);
        var databases = services.GetRequiredService<IDbContextFactory<PortalDb>>();
        var tenant = Tenant.Create("home", "Home", null, TimeProvider.System.GetUtcNow());
        await using (var db = await databases.CreateDbContextAsync())
        {
            await db.Database.MigrateAsync();
            db.AddRange(tenant, Person.Create(tenant.Id, $"{Auditor}", "Auditor", "auditor@home.example", TimeProvider.System.GetUtcNow()));
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
    }

    private static async Task KeepAsync(ServiceProvider services, EvidenceTaken taken, string package)
    {
        await using (var written = File.Create(package))
            await foreach (var piece in taken.Pieces)
                await written.WriteAsync(piece);
        using var key = CheckpointKey.FromPublicJwk(services.GetRequiredService<SigningKeys>().PublicJwks[0])!;
        await File.WriteAllTextAsync(Path.ChangeExtension(package, "pem"), key.ExportSubjectPublicKeyInfoPem() + "\n");
    }

    private static async Task VerifyAsync(ServiceProvider services, string package, int events)
    {
        await using var file = File.OpenRead(package);
        var verdict = PackageVerifier.Run(file, services.GetRequiredService<SigningKeys>().CopyPublic(), []);
        if (verdict.Level != TrustLevel.PinnedKey || verdict.Contents!.Counts.Events < events)
            throw new InvalidOperationException($"{verdict.FaultCount} faults.");
    }

    private static async Task MeasureAsync(string what, int events, Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        var seconds = clock.Elapsed.TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine($"  {what,-9} {events / seconds,9:N0} events/s in {seconds,6:0.0} s   {Environment.CpuUsage.TotalTime.TotalSeconds,6:0.0} s of processor time   peak of the process {self.PeakWorkingSet64 / 1048576} MiB");
    }
}
