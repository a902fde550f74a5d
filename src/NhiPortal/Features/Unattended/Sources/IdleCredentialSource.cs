using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>Credentials nobody uses. Where nobody reports use, nobody knows.</summary>
internal sealed class IdleCredentialSource : IUnattendedSource
{
    public UnattendedKind Kind => UnattendedKind.IdleCredential;

    public async Task<List<Guid>> CandidatesAsync(UnattendedReading read)
    {
        var (db, cut, now) = (read.Db, read.Cut, read.Now);
        return [.. (await Alive(read).Where(c => c.LastUsedAt <= cut && (c.LastRotatedAt == null || c.LastRotatedAt <= cut)
                && db.Integrations.Any(i => i.Id == c.IntegrationId && (i.Status == IntegrationStatus.Active || i.Status == IntegrationStatus.Suspended))
                && !db.Revocations.Any(r => r.CredentialId == c.Id && r.Kind == UnattendedKind.IdleCredential && (r.EndedAt == null || r.KeptUntil > now)))
            .OrderBy(c => c.LastUsedAt).Select(c => c.Id).Take(UnattendedReading.MostCandidates).ToListAsync(read.Cancellation)).Select(id => id.Value)];
    }

    public async Task<List<UnattendedFact>> ReadAsync(UnattendedReading read, IReadOnlyList<Guid> keys)
    {
        var ids = keys.Select(key => new CredentialId(key)).ToList();
        var rows = await (from credential in read.Db.Credentials.AsNoTracking()
                          where EF.Parameter(ids).Contains(credential.Id)
                          join integration in read.Db.Integrations on credential.IntegrationId equals integration.Id
                          select new { Credential = credential, Integration = integration }).ToListAsync(read.Cancellation);
        var owners = await read.Db.OwnersOfAsync([.. rows.Select(row => row.Integration.Id).Distinct()], read.Cancellation);
        return [.. rows.Select(row => Fact(row.Credential, row.Integration, owners.TryGetValue(row.Integration.Id, out var owner) ? owner : null, read))];
    }

    public Task<int> AliveAsync(UnattendedReading read, TenantId tenant) => Alive(read).CountAsync(c => read.Db.Integrations.Any(i => i.Id == c.IntegrationId && i.TenantId == tenant), read.Cancellation);

    private static IQueryable<Credential> Alive(UnattendedReading read)
    {
        var now = read.Now;
        return read.Db.Credentials.AsNoTracking().Where(c => c.RevokedAt == null && c.ExpiresAt > now && c.Kind != CredentialKind.FederatedToken);
    }

    private UnattendedFact Fact(Credential credential, Integration integration, PersonId? owner, UnattendedReading read)
    {
        var (attendance, words) = credential switch
        {
            { RevokedAt: not null } => (Attendance.Attended, "It was revoked already."),
            _ when credential.ExpiresAt <= read.Now => (Attendance.Attended, "It has expired by itself."),
            _ when integration.Status is IntegrationStatus.Retired or IntegrationStatus.Draft => (Attendance.Attended, $"{integration.Name} is retired."),
            { LastUsedAt: null } => (Attendance.Unknown, "Nobody reports when it is used."),
            _ when credential.LastUsedAt > read.Cut => (Attendance.Attended, "It was used."),
            _ when credential.LastRotatedAt > read.Cut => (Attendance.Attended, "It was rotated."),
            _ => (Attendance.Unattended, $"It was last used on {credential.LastUsedAt.Value.UtcDateTime:d MMM yyyy}."),
        };
        return new(
            credential.Id.Value, new(Kind, integration.TenantId, $"{credential.Label} of {integration.Name}", owner) { Credential = credential.Id, Integration = integration.Id },
            attendance, credential.LastUsedAt ?? credential.IssuedAt, words);
    }
}
