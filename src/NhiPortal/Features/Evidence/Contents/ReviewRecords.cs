using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Reviews.Ending;

namespace NhiPortal.Features.Evidence.Contents;

/// <summary>
/// The access reviews of the period with their items, answers, reasons, what was carried out and what shows it: a line for
/// each campaign, then one for each of its items, with the leaves of the log that tell of it.
/// </summary>
internal sealed class ReviewRecords(PortalDb db, EvidencePackage package, ReviewReportQuery reports, EventTally tally)
{
    public const string File = "reviews.jsonl";
    private const int MostCampaigns = 500;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
    private static readonly ReviewOutcome?[] Silent = [ReviewOutcome.UnattendedKept, ReviewOutcome.UnattendedRevoked];

    /// <summary>One campaign is in memory at a time.</summary>
    public async Task<IReadOnlyList<ReviewSummary>> WriteAsync(Stream to, Actor reader, CancellationToken cancellation)
    {
        List<ReviewSummary> told = [];
        foreach (var id in await CampaignsAsync(reader, cancellation))
        {
            if (await reports.RunAsync(reader, id, cancellation) is not { } report)
                continue;
            var items = await ItemsAsync(id, cancellation) is { } only ? [.. report.Items.Where(item => only.Contains(item.Number))] : report.Items;
            if (items.Count == 0)
                continue;
            await LineAsync(to, new { Record = "campaign", Campaign = report with { Items = [] }, Items = items.Count, Leaves = tally.LeavesOf(id.ToString(), 0) }, cancellation);
            foreach (var item in items)
                await LineAsync(to, new { Record = "item", Campaign = id, Item = item, Leaves = tally.LeavesOf(id.ToString(), item.Number) }, cancellation);
            told.Add(new(
                report.Name, report.State, report.Lead, report.StartedAt, report.DueAt, report.SignedOffAt, items.Count, items.Count(item => item.Outcome is not null && !Silent.Contains(item.Outcome)),
                items.Count(item => item.Outcome is { } outcome && outcome.TakesAway()), items.Count(item => Silent.Contains(item.Outcome)), items.Sum(item => item.CarriedOut.Count(line => line.DoneAt is null)), report.CountsAsEvidence, report.Quality?.Warnings ?? []));
        }

        return told;
    }

    /// <summary>Those that ran in the period, or the one that was asked for.</summary>
    private Task<List<CampaignId>> CampaignsAsync(Actor reader, CancellationToken cancellation)
    {
        var (from, until) = (package.From, package.Until);
        var seen = db.ReviewCampaigns.AsNoTracking().To(reader, db).Where(c => c.StartedAt != null);
        seen = package.CampaignId is { } only ? seen.Where(c => c.Id == only) : seen.Where(c => c.StartedAt < until && (c.SignedOffAt == null || c.SignedOffAt >= from));
        return seen.OrderBy(c => c.StartedAt).ThenBy(c => c.Id).Take(MostCampaigns).Select(c => c.Id).ToListAsync(cancellation);
    }

    /// <summary>The items within the scope; null where all of them are.</summary>
    private async Task<HashSet<int>?> ItemsAsync(CampaignId id, CancellationToken cancellation)
    {
        if (package.IntegrationId is null && package.VendorId is null && package.TargetId is null)
            return null;
        var items = db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == id);
        if (package.IntegrationId is { } integration)
            items = items.Where(i => i.IntegrationId == integration);
        if (package.TargetId is { } target)
            items = items.Where(i => i.TargetId == target);
        if (package.VendorId is { } vendor)
            items = items.Where(i => db.Integrations.Any(x => x.Id == i.IntegrationId && x.VendorId == vendor));
        return [.. await items.Select(i => i.Number).ToListAsync(cancellation)];
    }

    private static async Task LineAsync<T>(Stream to, T record, CancellationToken cancellation)
    {
        await to.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(record, Format), cancellation);
        await to.WriteAsync("\n"u8.ToArray(), cancellation);
    }
}
