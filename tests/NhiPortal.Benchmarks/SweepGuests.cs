using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhiPortal.Data;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Requests;
using NhiPortal.Features.Unattended;

namespace NhiPortal.Benchmarks;

/// <summary>How long something took, and what it did meanwhile to those who read and decided, in milliseconds.</summary>
internal sealed record SweepRun(TimeSpan Took, List<double> Reads, List<double> Decisions)
{
    public static SweepRun Together(IReadOnlyList<SweepRun> runs) =>
        new(TimeSpan.FromSeconds(runs.Sum(run => run.Took.TotalSeconds)), [.. runs.SelectMany(run => run.Reads)], [.. runs.SelectMany(run => run.Decisions)]);

    public static string Words(List<double> times)
    {
        var sorted = times.Order().ToList();
        double At(double share) => sorted.Count == 0 ? 0 : sorted[(int)((sorted.Count - 1) * share)];
        return $"{At(0.5):0.0} / {At(0.95):0.0} / {At(0.99):0.0} of {sorted.Count:N0}";
    }
}

/// <summary>One person who goes from page to page, and an owner who approves one request after the other, with a moment between.</summary>
internal sealed class SweepGuests(ServiceProvider services, SweepCast cast)
{
    private const int Stock = 20;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20), Thought = TimeSpan.FromMilliseconds(100);

    public int Decided { get; private set; }

    public async Task<SweepRun> WhileAsync(Func<Task> work)
    {
        using var over = new CancellationTokenSource();
        var (reading, deciding) = (Task.Run(() => ReadAsync(over.Token)), Task.Run(() => DecideAsync(over.Token)));
        var started = Stopwatch.StartNew();
        await Task.Run(work);
        var took = started.Elapsed;
        await over.CancelAsync();
        return new(took, await reading, await deciding);
    }

    private async Task<List<double>> ReadAsync(CancellationToken over)
    {
        Func<Task>[] pages =
        [
            () => services.GetRequiredService<ApprovalInboxQuery>().RunAsync(cast.Owner, default),
            () => services.GetRequiredService<IntegrationListQuery>().RunAsync(cast.Second, new(), new(IntegrationSort.Name, false), 0, 50, default),
            () => services.GetRequiredService<RevocationListQuery>().RunAsync(cast.Second, new(), 0, 25, default),
        ];
        var times = new List<double>();
        for (var n = 0; !over.IsCancellationRequested; n++)
        {
            var started = Stopwatch.GetTimestamp();
            await pages[n % pages.Length]();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(Moment, CancellationToken.None);
        }

        return times;
    }

    private async Task<List<double>> DecideAsync(CancellationToken over)
    {
        var (decide, time) = (services.GetRequiredService<DecideRequest>(), services.GetRequiredService<TimeProvider>());
        var (times, waiting) = (new List<double>(), new Queue<Domain.RequestId>());
        while (!over.IsCancellationRequested)
        {
            if (waiting.Count == 0)
            {
                await using var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(CancellationToken.None);
                foreach (var id in await cast.AskAsync(db, time.GetUtcNow(), Stock))
                    waiting.Enqueue(id);
            }

            var started = Stopwatch.GetTimestamp();
            var decided = await decide.RunAsync(cast.Owner, waiting.Dequeue(), SweepCast.Yes, default);
            if (!decided.Succeeded)
                throw new InvalidOperationException(decided.Refusal.Sentence);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            Decided++;
            await Task.Delay(Thought, CancellationToken.None);
        }

        return times;
    }
}
