using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Grants;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>Grants nobody uses. Of what the portal carried out itself, only the target sees the use.</summary>
internal sealed class IdleGrantSource : IUnattendedSource
{
    public UnattendedKind Kind => UnattendedKind.IdleGrant;

    public async Task<List<Guid>> CandidatesAsync(UnattendedReading read)
    {
        var (db, cut, now) = (read.Db, read.Cut, read.Now);
        return [.. (await Alive(read).Where(g => g.From <= cut && (g.LastUsedAt == null || g.LastUsedAt <= cut) && !db.Executions.Any(e => e.GrantId == g.Id)
                && !db.Revocations.Any(r => r.GrantId == g.Id && r.Kind == UnattendedKind.IdleGrant && (r.EndedAt == null || r.KeptUntil > now)))
            .OrderBy(g => g.From).Select(g => g.Id).Take(UnattendedReading.MostCandidates).ToListAsync(read.Cancellation)).Select(id => id.Value)];
    }

    public async Task<List<UnattendedFact>> ReadAsync(UnattendedReading read, IReadOnlyList<Guid> keys)
    {
        var (db, ids) = (read.Db, keys.Select(key => new GrantId(key)).ToList());
        var rows = await (from grant in db.Grants.AsNoTracking()
                          where EF.Parameter(ids).Contains(grant.Id)
                          join integration in db.Integrations on grant.IntegrationId equals integration.Id
                          join target in db.Targets on grant.TargetId equals target.Id
                          select new
                          {
                              Grant = grant,
                              Integration = integration.Name,
                              Target = target.Key,
                              Brokered = db.Executions.Any(e => e.GrantId == grant.Id),
                              LastUsedAt = grant.UseLimit != null
                                  ? grant.LastUsedAt
                                  : db.AuditEvents.Where(e => e.RequestId == grant.RequestId && e.Kind == GrantUses.Kind).OrderByDescending(e => e.Id).Select(e => (DateTimeOffset?)e.At).FirstOrDefault(),
                          }).ToListAsync(read.Cancellation);
        var owners = await db.OwnersOfAsync([.. rows.Select(row => row.Grant.IntegrationId).Distinct()], read.Cancellation);
        return [.. rows.Select(row => Fact(row.Grant, $"{row.Grant.ActionName} of {row.Integration} on {row.Target}", row.LastUsedAt, row.Brokered, owners.TryGetValue(row.Grant.IntegrationId, out var owner) ? owner : null, read))];
    }

    public Task<int> AliveAsync(UnattendedReading read, TenantId tenant) => Alive(read).CountAsync(g => g.TenantId == tenant, read.Cancellation);

    private static IQueryable<Grant> Alive(UnattendedReading read)
    {
        var now = read.Now;
        return read.Db.Grants.AsNoTracking().Where(g => g.Status == GrantStatus.Active && g.Until > now);
    }

    private UnattendedFact Fact(Grant grant, string label, DateTimeOffset? used, bool brokered, PersonId? owner, UnattendedReading read)
    {
        var since = used ?? grant.From;
        var (attendance, words) = grant switch
        {
            _ when !grant.LiveAt(read.Now) => (Attendance.Attended, "It has ended by itself."),
            _ when brokered => (Attendance.Unknown, "The portal carried it out itself; only the target sees whether it is used."),
            _ when since > read.Cut => (Attendance.Attended, "It was used."),
            _ => (Attendance.Unattended, used is null ? $"It was never used since {since.UtcDateTime:d MMM yyyy}." : $"It was last used on {since.UtcDateTime:d MMM yyyy}."),
        };
        return new(grant.Id.Value, new(Kind, grant.TenantId, label, owner) { Grant = grant.Id, Integration = grant.IntegrationId, Target = grant.TargetId }, attendance, since, words);
    }
}
