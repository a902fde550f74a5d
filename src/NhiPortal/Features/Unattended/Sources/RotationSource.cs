using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>Credentials nobody rotates although they are due.</summary>
internal sealed class RotationSource : IUnattendedSource
{
    public UnattendedKind Kind => UnattendedKind.RotationOverdue;

    public async Task<List<Guid>> CandidatesAsync(UnattendedReading read)
    {
        var (db, cut, now) = (read.Db, read.Cut, read.Now);
        var rows = await read.RotationsAsync(Alive(read).Where(c => c.DueAt <= cut
            && !db.Revocations.Any(r => r.CredentialId == c.Id && r.Kind == UnattendedKind.RotationOverdue && (r.EndedAt == null || r.KeptUntil > now))).OrderBy(c => c.DueAt).ThenBy(c => c.Id).Take(UnattendedReading.MostCandidates));
        return [.. rows.Where(row => row.DueAt <= cut && row.Integration.Status is IntegrationStatus.Active or IntegrationStatus.Suspended).Select(row => row.Credential.Id.Value)];
    }

    public async Task<List<UnattendedFact>> ReadAsync(UnattendedReading read, IReadOnlyList<Guid> keys)
    {
        var ids = keys.Select(key => new CredentialId(key)).ToList();
        var rows = await read.RotationsAsync(read.Db.Credentials.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.Id)));
        var owners = await read.Db.OwnersOfAsync([.. rows.Select(row => row.Integration.Id).Distinct()], read.Cancellation);
        return [.. rows.Select(row => Fact(row, owners.TryGetValue(row.Integration.Id, out var owner) ? owner : null, read))];
    }

    public Task<int> AliveAsync(UnattendedReading read, TenantId tenant) => Alive(read).CountAsync(c => read.Db.Integrations.Any(i => i.Id == c.IntegrationId && i.TenantId == tenant), read.Cancellation);

    private static IQueryable<Credential> Alive(UnattendedReading read)
    {
        var now = read.Now;
        return read.Db.Credentials.AsNoTracking().Where(c => c.RevokedAt == null && c.ExpiresAt > now && c.Kind != CredentialKind.FederatedToken);
    }

    private UnattendedFact Fact(RotationRow row, PersonId? owner, UnattendedReading read)
    {
        var (credential, integration) = (row.Credential, row.Integration);
        var (attendance, words) = row switch
        {
            { Credential.RevokedAt: not null } => (Attendance.Attended, "It was revoked already."),
            { DueAt: not { } } => (Attendance.Attended, "Nothing has to rotate it any more."),
            _ when credential.ExpiresAt <= read.Now => (Attendance.Attended, "It has expired by itself."),
            _ when integration.Status is IntegrationStatus.Retired or IntegrationStatus.Draft => (Attendance.Attended, $"{integration.Name} is retired."),
            _ when row.DueAt > read.Cut => (Attendance.Attended, "It was rotated, or is due later by now."),
            _ => (Attendance.Unattended, $"It was to be rotated by {row.DueAt:d MMM yyyy}."),
        };
        return new(
            credential.Id.Value, new(Kind, integration.TenantId, $"{credential.Label} of {integration.Name}", owner) { Credential = credential.Id, Integration = integration.Id },
            attendance, row.DueAt ?? credential.IssuedAt, words);
    }
}
