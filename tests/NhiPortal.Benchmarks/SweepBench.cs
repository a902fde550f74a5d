using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Unattended;

namespace NhiPortal.Benchmarks;

/// <summary>
/// Takes ten thousand integrations whose owners do not confirm up the whole ladder, on a clock that is moved, with the brake
/// as it comes, while people go on reading and deciding: <c>sweep [how many]</c>. In this process, on a real file, with the
/// sequencer and the findings at work beside it, without a web server.
/// </summary>
internal static class SweepBench
{
    private const int Usual = 10_000;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(string[] how)
    {
        var overdue = how is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : Usual;
        using var folder = new DataFolder();
        var clock = new MovedClock();
        var settings = new PortalSettings { Data = folder.Path };
        await using var services = new ServiceCollection().AddSingleton(settings).AddSingleton<TimeProvider>(clock).AddLogging(logging => logging.AddSimpleConsole(options => options.SingleLine = true).SetMinimumLevel(LogLevel.Warning))
            .AddData(new DatabaseSettings(), folder.Path).AddFeatures(settings).AddSingleton<FindingLoop>().BuildServiceProvider();
        SweepCast cast;
        await using (var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync())
        {
            await ListsPortal.SeedAsync(db, overdue + Math.Max(500, overdue / 5));
            cast = await SweepCast.PrepareAsync(db, services, clock, overdue);
        }

        await services.GetRequiredService<EvaluateFindings>().RunAsync(default);
        await services.GetRequiredService<FollowChanges>().RunAsync(default);
        await services.GetRequiredService<SequenceAudit>().RunAsync(default);
        var (sequencer, findings) = (services.GetRequiredService<SequencerLoop>(), services.GetRequiredService<FindingLoop>());
        await sequencer.StartAsync(default);
        await findings.StartAsync(default);
        await new Story(services, cast, clock, overdue).TellAsync();
        await findings.StopAsync(default);
        await sequencer.StopAsync(default);
        return 0;
    }

    /// <summary>The ladder step by step; after each it is counted what really happened.</summary>
    private sealed class Story(ServiceProvider services, SweepCast cast, MovedClock clock, int overdue)
    {
        private readonly SweepGuests guests = new(services, cast);
        private readonly List<SweepRun> during = [];

        public async Task TellAsync()
        {
            await guests.WhileAsync(() => Task.Delay(TimeSpan.FromSeconds(5)));
            Console.WriteLine($"Load average {Load()} before. Milliseconds: median / p95 / p99.");
            Console.WriteLine($"| {"what",-34} | {"took",8} | {"each s",6} | {"reads",-34} | {"decisions",-34} |");
            var idle = await guests.WhileAsync(() => Task.Delay(Idle));
            Print("nothing", 0, idle);
            await SweepAsync("found, only reported", 0, null, overdue);
            await SweepAsync("reminded", 47, LadderStep.Remind, overdue);
            foreach (var step in new[] { LadderStep.Announce, LadderStep.Suspend, LadderStep.Revoke })
            {
                await SweepAsync($"{step}: all stopped by the brake", 25, step, 0);
                await LetGoAsync();
                await SweepAsync($"{step}: let go by a second person", 0, step, overdue);
            }

            await MeasureAsync("confirmed", () => services.GetRequiredService<ConfirmRevocations>().RunAsync(CancellationToken.None));
            await using var db = await OpenAsync();
            var states = await db.Revocations.GroupBy(r => r.State).Select(group => new { group.Key, Count = group.Count() }).ToListAsync();
            // What only a person can take away waits for that person's word.
            var byHand = await db.Revocations.CountAsync(r => r.Items.Any(item => item.Way == TakenWay.Hand && item.ConfirmedAt == null));
            Expect((states.Find(s => s.Key == RevocationState.Confirmed)?.Count ?? 0) + byHand, overdue, "confirmed or left to hands");
            Print("all of it", 0, SweepRun.Together(during));
            Print("nothing, afterwards", 0, await guests.WhileAsync(() => Task.Delay(Idle)));
            Console.WriteLine($"Load average {Load()} after. {string.Join(", ", states.Select(s => $"{s.Key} {s.Count:N0}"))}; {await db.AuditEvents.CountAsync(e => e.Kind.StartsWith("revocation.")):N0} events of revocations; {byHand:N0} left to hands; {guests.Decided:N0} requests approved.");
        }

        private async Task SweepAsync(string what, int hours, LadderStep? step, int expected)
        {
            // Less than two days: after a longer while without a sweep people get a day's notice first.
            clock.Offset += TimeSpan.FromHours(hours);
            await MeasureAsync(what, () => services.GetRequiredService<SweepUnattended>().RunAsync(CancellationToken.None));
            await using var db = await OpenAsync();
            Expect(step is null ? await db.Revocations.CountAsync() : await db.Set<RevocationStep>().CountAsync(s => s.Step == step), expected, what);
        }

        private async Task MeasureAsync(string what, Func<Task> work)
        {
            var run = await guests.WhileAsync(work);
            during.Add(run);
            Print(what, overdue, run);
        }

        private async Task LetGoAsync()
        {
            await using var db = await OpenAsync();
            var waiting = await db.RevocationBatches.AsNoTracking().Where(b => b.Answer == BatchAnswer.Waiting).ToListAsync();
            Expect(waiting.Sum(b => b.Count), overdue, "stopped by the brake");
            foreach (var batch in waiting)
                if ((await services.GetRequiredService<AnswerBatch>().RunAsync(cast.Second, batch.Id.Value, true, "looked at the list", default)).Refusal is { } refused)
                    throw new InvalidOperationException(refused.Sentence);
        }

        private Task<PortalDb> OpenAsync() => services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();

        private static void Expect(int found, int expected, string what)
        {
            if (found != expected)
                throw new InvalidOperationException($"{what}: {found:N0}, not {expected:N0}.");
        }

        private static void Print(string what, int items, SweepRun run) => Console.WriteLine(
            $"| {what,-34} | {run.Took.TotalSeconds,6:0.0} s | {(items == 0 ? "" : $"{items / run.Took.TotalSeconds:N0}"),6} | {SweepRun.Words(run.Reads),-34} | {SweepRun.Words(run.Decisions),-34} |");

        private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
    }

    internal sealed class MovedClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
