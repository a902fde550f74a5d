using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>Credentials nobody uses. Where nobody reports use, nobody knows. Renewing one is not using it: rotated on time, it would never count otherwise.</summary>
internal sealed class IdleCredentialSource : IUnattendedSource
{
    public UnattendedKind Kind => UnattendedKind.IdleCredential;

    public async Task<List<Guid>> CandidatesAsync(UnattendedReading read)
    {
        var (db, cut, now) = (read.Db, read.Cut, read.Now);
        return [.. (await read.AliveCredentials().Where(c => c.LastUsedAt <= cut
                && !db.Revocations.Any(r => r.CredentialId == c.Id && r.Kind == UnattendedKind.IdleCredential && (r.EndedAt == null || r.KeptUntil > now)))
            .OrderBy(c => c.LastUsedAt).Select(c => c.Id).Take(UnattendedReading.MostCandidates).ToListAsync(read.Cancellation)).Select(id => id.Value)];
    }

    public async Task<List<UnattendedFact>> ReadAsync(UnattendedReading read, IReadOnlyList<Guid> keys) =>
        [.. (await read.HeldCredentialsAsync(keys)).Select(held => Fact(held, read))];

    public Task<int> AliveAsync(UnattendedReading read, TenantId tenant) => read.AliveCredentialsAsync(tenant);

    private UnattendedFact Fact(HeldCredential held, UnattendedReading read)
    {
        var (credential, integration, owner) = (held.Credential, held.Integration, held.Owner);
        var (attendance, words) = credential switch
        {
            { RevokedAt: not null } => (Attendance.Attended, "It was revoked already."),
            _ when credential.ExpiresAt <= read.Now => (Attendance.Attended, "It has expired by itself."),
            _ when integration.Status is IntegrationStatus.Retired or IntegrationStatus.Draft => (Attendance.Attended, $"{integration.Name} is retired."),
            { LastUsedAt: null } => (Attendance.Unknown, "Nobody reports when it is used."),
            _ when credential.LastUsedAt > read.Cut => (Attendance.Attended, "It was used."),
            _ when held.HeldUntil is not null => held.Held,
            _ => (Attendance.Unattended, $"It was last used on {credential.LastUsedAt.Value.UtcDateTime:d MMM yyyy}."),
        };
        return new(
            credential.Id.Value, new(Kind, integration.TenantId, $"{credential.Label} of {integration.Name}", owner) { Credential = credential.Id, Integration = integration.Id },
            attendance, credential.LastUsedAt ?? credential.IssuedAt, words);
    }
}
