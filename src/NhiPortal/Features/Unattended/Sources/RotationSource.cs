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
        return [.. (await read.AliveCredentials().Where(c => c.GraceUntil <= cut
                && !db.Revocations.Any(r => r.CredentialId == c.Id && r.Kind == UnattendedKind.RotationOverdue && (r.EndedAt == null || r.KeptUntil > now)))
            .OrderBy(c => c.DueAt).ThenBy(c => c.Id).Select(c => c.Id).Take(UnattendedReading.MostCandidates).ToListAsync(read.Cancellation)).Select(id => id.Value)];
    }

    public async Task<List<UnattendedFact>> ReadAsync(UnattendedReading read, IReadOnlyList<Guid> keys) =>
        [.. (await read.HeldCredentialsAsync(keys)).Select(held => Fact(held, read))];

    public Task<int> AliveAsync(UnattendedReading read, TenantId tenant) => read.AliveCredentialsAsync(tenant);

    private UnattendedFact Fact(HeldCredential held, UnattendedReading read)
    {
        var (credential, integration, owner) = (held.Credential, held.Integration, held.Owner);
        var due = credential.Kind == CredentialKind.FederatedToken ? null : credential.GraceUntil;
        var (attendance, words) = credential switch
        {
            { RevokedAt: not null } => (Attendance.Attended, "It was revoked already."),
            _ when due is null => (Attendance.Attended, "Nothing has to rotate it any more."),
            _ when credential.ExpiresAt <= read.Now => (Attendance.Attended, "It has expired by itself."),
            _ when integration.Status is IntegrationStatus.Retired or IntegrationStatus.Draft => (Attendance.Attended, $"{integration.Name} is retired."),
            _ when due > read.Cut => (Attendance.Attended, "It was rotated, or is due later by now."),
            _ when held.HeldUntil is not null => held.Held,
            _ => (Attendance.Unattended, $"It was to be rotated by {credential.DueAt:d MMM yyyy}."),
        };
        return new(
            credential.Id.Value, new(Kind, integration.TenantId, $"{credential.Label} of {integration.Name}", owner) { Credential = credential.Id, Integration = integration.Id },
            attendance, due ?? credential.IssuedAt, words);
    }
}
