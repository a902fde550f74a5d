using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>What an access review asked about, and nobody decided on before it ended.</summary>
internal sealed class ReviewItemSource : IUnattendedSource
{
    public UnattendedKind Kind => UnattendedKind.ReviewItem;

    public async Task<List<Guid>> CandidatesAsync(UnattendedReading read)
    {
        var (db, now) = (read.Db, read.Now);
        var rows = await Left(read).Where(i => i.OutcomeAt <= read.Cut && !db.Revocations.Any(r => r.Kind == UnattendedKind.ReviewItem
                && (r.PathId == i.PathId && i.PathId != null || r.CredentialId == i.CredentialId && i.CredentialId != null) && (r.EndedAt == null || r.FoundAt >= i.OutcomeAt || r.KeptUntil > now)))
            .OrderBy(i => i.OutcomeAt).ThenBy(i => i.Number).Select(i => new { i.PathId, i.CredentialId }).Take(UnattendedReading.MostCandidates).ToListAsync(read.Cancellation);
        return [.. rows.Select(row => row.PathId?.Value ?? row.CredentialId!.Value.Value).Distinct()];
    }

    public async Task<List<UnattendedFact>> ReadAsync(UnattendedReading read, IReadOnlyList<Guid> keys)
    {
        var (paths, credentials) = (keys.Select(key => new PathId(key)).ToList(), keys.Select(key => new CredentialId(key)).ToList());
        var rows = await (from item in read.Db.ReviewItems.AsNoTracking()
                          where item.Outcome == ReviewOutcome.UnattendedRevoked
                              && ((item.PathId != null && EF.Parameter(paths).Contains(item.PathId.Value)) || (item.CredentialId != null && EF.Parameter(credentials).Contains(item.CredentialId.Value)))
                          join campaign in read.Db.ReviewCampaigns on item.CampaignId equals campaign.Id
                          join integration in read.Db.Integrations on item.IntegrationId equals integration.Id
                          select new Row(item, campaign.Name, integration.Name, integration.Status)
                          {
                              PathClosed = read.Db.Paths.Where(p => p.Id == item.PathId).Select(p => p.RemovedAt).FirstOrDefault(),
                              KeyRevoked = read.Db.Credentials.Where(c => c.Id == item.CredentialId).Select(c => c.RevokedAt).FirstOrDefault(),
                              Target = read.Db.Targets.Where(t => t.Id == item.TargetId).Select(t => t.Key).FirstOrDefault(),
                          }).ToListAsync(read.Cancellation);
        // Where two reviews asked, the later one counts.
        var newest = rows.GroupBy(row => row.Key).Select(same => same.MaxBy(row => row.Item.OutcomeAt)!).ToList();
        var owners = await read.Db.OwnersOfAsync([.. newest.Select(row => row.Item.IntegrationId).Distinct()], read.Cancellation);
        return [.. newest.Select(row => Fact(row, owners.TryGetValue(row.Item.IntegrationId, out var owner) ? owner : null))];
    }

    /// <summary>Every privilege and key there is: what the brake's share is of.</summary>
    public async Task<int> AliveAsync(UnattendedReading read, TenantId tenant) =>
        await read.Db.Paths.CountAsync(p => p.RemovedAt == null && read.Db.Integrations.Any(i => i.Id == p.IntegrationId && i.TenantId == tenant), read.Cancellation)
        + await read.AliveCredentialsAsync(tenant);

    private static IQueryable<ReviewItem> Left(UnattendedReading read) => read.Db.ReviewItems.AsNoTracking()
        .Where(i => i.Outcome == ReviewOutcome.UnattendedRevoked && read.Db.ReviewCampaigns.Any(c => c.Id == i.CampaignId && c.State == CampaignState.Closing));

    private UnattendedFact Fact(Row row, PersonId? owner)
    {
        var item = row.Item;
        var what = item.Kind == ReviewItemKind.Privilege ? $"{item.Action} on {row.Target} of {row.Integration}" : $"{item.Action} of {row.Integration}";
        var (attendance, words) = row switch
        {
            { PathClosed: not null } => (Attendance.Attended, "The path was closed otherwise."),
            { KeyRevoked: not null } => (Attendance.Attended, "It was revoked otherwise."),
            { Status: IntegrationStatus.Retired } => (Attendance.Attended, "The integration is retired."),
            _ => (Attendance.Unattended, $"The review “{row.Campaign}” ended on {item.OutcomeAt:d MMM yyyy}, and nobody had decided on it."),
        };
        return new(row.Key, new(Kind, item.TenantId, what, owner) { Integration = item.IntegrationId, Target = item.TargetId, Path = item.PathId, Credential = item.CredentialId }, attendance, item.OutcomeAt!.Value, words);
    }

    private sealed record Row(ReviewItem Item, string Campaign, string Integration, IntegrationStatus Status)
    {
        public DateTimeOffset? PathClosed { get; init; }
        public DateTimeOffset? KeyRevoked { get; init; }
        public string? Target { get; init; }

        public Guid Key => Item.PathId?.Value ?? Item.CredentialId!.Value.Value;
    }
}
