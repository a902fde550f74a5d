using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Findings;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>Integrations that neither ask nor use anything.</summary>
internal sealed class SilentSource : IUnattendedSource
{
    public UnattendedKind Kind => UnattendedKind.SilentIntegration;

    public async Task<List<Guid>> CandidatesAsync(UnattendedReading read)
    {
        var (db, cut, now) = (read.Db, read.Cut, read.Now);
        return [.. (await Active(read).Where(i => i.RegisteredAt <= cut && !db.Requests.Any(r => r.IntegrationId == i.Id && r.AskedAt > cut)
                && !db.Revocations.Any(r => r.IntegrationId == i.Id && r.Kind == UnattendedKind.SilentIntegration && (r.EndedAt == null || r.KeptUntil > now)))
            .OrderBy(i => i.RegisteredAt).Select(i => i.Id).Take(UnattendedReading.MostCandidates).ToListAsync(read.Cancellation)).Select(id => id.Value)];
    }

    public async Task<List<UnattendedFact>> ReadAsync(UnattendedReading read, IReadOnlyList<Guid> keys)
    {
        var ids = keys.Select(key => new IntegrationId(key)).ToList();
        var pictures = new PictureReading(read.Db, read.Now, read.Cancellation);
        var (uses, asks, credentials) = (await pictures.UsesAsync(ids), await pictures.LastAsksAsync(ids), await pictures.CredentialsAsync(ids));
        var blind = await BlindAsync(read, ids);
        var owners = await read.Db.OwnersOfAsync(ids, read.Cancellation);
        var rows = await read.Db.Integrations.AsNoTracking().Where(i => EF.Parameter(ids).Contains(i.Id)).ToListAsync(read.Cancellation);
        return [.. rows.Select(integration =>
        {
            DateTimeOffset?[] seen =
                [asks.TryGetValue(integration.Id, out var asked) ? asked : null, uses[integration.Id].Max(use => (DateTimeOffset?)use.At), credentials[integration.Id].Max(c => c.LastUsedAt)];
            var unreported = credentials[integration.Id].Any(c => c is { LastUsedAt: null, RevokedAt: null } && c.ExpiresAt > read.Now);
            return Fact(integration, seen.Max(), unreported, blind.GetValueOrDefault(integration.Id), owners.TryGetValue(integration.Id, out var owner) ? owner : null, read);
        })];
    }

    public Task<int> AliveAsync(UnattendedReading read, TenantId tenant) => Active(read).CountAsync(i => i.TenantId == tenant, read.Cancellation);

    private static IQueryable<Integration> Active(UnattendedReading read) => read.Db.Integrations.AsNoTracking().Where(i => i.Status == IntegrationStatus.Active);

    private UnattendedFact Fact(Integration integration, DateTimeOffset? active, bool unreported, string? blind, PersonId? owner, UnattendedReading read)
    {
        var since = active ?? integration.RegisteredAt;
        var (attendance, words) = integration switch
        {
            { Status: IntegrationStatus.Retired or IntegrationStatus.Draft } => (Attendance.Attended, "It is retired."),
            _ when since > read.Cut => (Attendance.Attended, "It was active again."),
            _ when blind is not null => (Attendance.Unknown, $"The last reading of {blind} failed, so its silence may be ours."),
            _ when unreported => (Attendance.Unknown, "Nobody reports when one of its credentials is used."),
            _ => (Attendance.Unattended, active is null ? $"It never asked for or used anything since {since.UtcDateTime:d MMM yyyy}." : $"It last asked for or used something on {since.UtcDateTime:d MMM yyyy}."),
        };
        return new(integration.Id.Value, new(Kind, integration.TenantId, integration.Name, owner) { Integration = integration.Id }, attendance, since, words);
    }

    /// <summary>A target on the way whose newest reading failed.</summary>
    private static async Task<Dictionary<IntegrationId, string>> BlindAsync(UnattendedReading read, IReadOnlyList<IntegrationId> ids) =>
        (await (from path in read.Db.Paths.AsNoTracking()
                where EF.Parameter(ids).Contains(path.IntegrationId) && path.RemovedAt == null
                join reading in read.Db.Readings on path.TargetId equals reading.TargetId
                where reading.LastFault != null
                join target in read.Db.Targets on path.TargetId equals target.Id
                select new { path.IntegrationId, target.Key }).ToListAsync(read.Cancellation)).GroupBy(row => row.IntegrationId).ToDictionary(group => group.Key, group => group.First().Key);
}
