using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Home;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;

namespace NhiPortal.Benchmarks;

/// <summary>
/// One access review of about five thousand items from its preview to its report, on the large organisation, as the people in it
/// live it. Processor time says what it costs where others have the machine, too: <c>reviews --integrations 100000 --rounds 20 --folder where/to/keep/the/database</c>.
/// </summary>
internal static class ReviewsBench
{
    private const int Page = 25, AtOnce = 200;

    public static async Task<int> RunAsync(string[] args)
    {
        var (size, rounds, kept) = (100_000, 20, (string?)null);
        for (var i = 0; i + 1 < args.Length; i += 2)
            (size, rounds, kept) = args[i] switch
            {
                "--integrations" => (int.Parse(args[i + 1], CultureInfo.InvariantCulture), rounds, kept),
                "--rounds" => (size, int.Parse(args[i + 1], CultureInfo.InvariantCulture), kept),
                "--folder" => (size, rounds, args[i + 1]),
                _ => throw new ArgumentException($"{args[i]} is not an option."),
            };
        using var folder = kept is null ? new DataFolder() : null;
        await using var portal = await ReviewsPortal.OpenAsync(Path.Combine(kept ?? folder!.Path, $"reviews-{size}"), size);
        var plan = await portal.PlanAsync();
        Console.WriteLine($"| {"what",-34} | {"median",9} | {"p95",9} | {"processor",9} | {"longest commit",14} |");
        Console.WriteLine("|---|---|---|---|---|");
        await TimeAsync(portal, "preview", Math.Min(rounds, 7), _ => portal.Get<CampaignPreviewQuery>().RunAsync(portal.Staff, portal.Tenant, plan, default));
        var id = default(CampaignId);
        await TimeAsync(portal, "start", 3, async _ => id = await portal.StartAsync(plan));
        await ReviewersAsync(portal, id, rounds);
        await TimeAsync(portal, "campaign page", rounds, _ => portal.Get<CampaignPageQuery>().RunAsync(portal.Staff, id, default));
        await TimeAsync(portal, "campaign list", rounds, _ => portal.Get<CampaignListQuery>().RunAsync(portal.Staff, null, 0, Page, default));
        await TimeAsync(portal, "run-reviews, nothing changed", 5, _ => portal.Get<RunCampaigns>().RunAsync(default));
        portal.Clock.Offset += TimeSpan.FromDays(12);
        await TimeAsync(portal, "run-reviews, everything escalated", 1, _ => portal.Get<RunCampaigns>().RunAsync(default));
        await TimeAsync(portal, "close", 1, _ => portal.CloseAsync(id));
        await TimeAsync(portal, "settle, order and follow, whole", 1, _ => portal.Get<FinishReviews>().RunAsync(default));
        await TimeAsync(portal, "one more round of following", 3, _ => portal.Get<FinishReviews>().RunAsync(default));
        await TimeAsync(portal, "carry-out page", rounds, _ => portal.Get<ReviewEndingQuery>().RunAsync(portal.Staff, id, null, 0, Page, default));
        await portal.PrintOutcomesAsync(id);
        await ReviewReportsBench.RunAsync(portal, id);
        return 0;
    }

    private static async Task ReviewersAsync(ReviewsPortal portal, CampaignId id, int rounds)
    {
        var (busiest, items) = await portal.BusiestAsync(id, AtOnce);
        var numbers = items.Take(AtOnce).ToList();
        await TimeAsync(portal, "worklist, first page", rounds, _ => portal.Get<WorklistQuery>().RunAsync(busiest, id, null, 0, Page, default));
        await TimeAsync(portal, "worklist, last page", rounds, _ => portal.Get<WorklistQuery>().RunAsync(busiest, id, null, items.Count / Page * Page, Page, default));
        await TimeAsync(portal, "my work", rounds, _ => portal.Get<MyWorkQuery>().RunAsync(busiest, default));
        await TimeAsync(portal, "one answer drafted", rounds, n => portal.DraftAsync(busiest, id, [numbers[n % numbers.Count]], new(ReviewAnswer.Keep)));
        await TimeAsync(portal, $"{numbers.Count} answers drafted at once", 5, _ => portal.DraftAsync(busiest, id, numbers, new(ReviewAnswer.Keep)));
        await TimeAsync(portal, $"{numbers.Count} answers submitted", 1, _ => portal.Get<SubmitAnswers>().RunAsync(busiest, id, default));
        await TimeAsync(portal, "everybody else answers", 1, _ => portal.AnswerAllAsync(id));
    }

    private static async Task TimeAsync(ReviewsPortal portal, string what, int rounds, Func<int, Task> step)
    {
        var (times, worked) = (new double[rounds], new double[rounds]);
        portal.Commits.Longest = TimeSpan.Zero;
        // What is asked but once is measured cold, as it is lived.
        for (var round = rounds > 3 ? -2 : 0; round < rounds; round++)
        {
            var (started, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await step(Math.Max(0, round));
            if (round >= 0)
                (times[round], worked[round]) = (Stopwatch.GetElapsedTime(started).TotalMilliseconds, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        Array.Sort(times);
        Array.Sort(worked);
        var longest = portal.Commits.Longest == TimeSpan.Zero ? "" : $"{portal.Commits.Longest.TotalMilliseconds:N0} ms";
        Console.WriteLine($"| {what,-34} | {times[rounds / 2],6:N0} ms | {times[(int)(rounds * 0.95)],6:N0} ms | {worked[rounds / 2],6:N0} ms | {longest,14} |");
    }
}
