using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>A credential, whose it is, and until when an open rotation holds its ladder.</summary>
internal sealed record HeldCredential(Credential Credential, Integration Integration, PersonId? Owner, DateTimeOffset? HeldUntil)
{
    public (Attendance Attendance, string Words) Held => (Attendance.Held, $"It is being rotated. That holds everything until {HeldUntil:d MMM yyyy}, once.");
}

/// <summary>Credentials that open something today, and whose they are.</summary>
internal static class LiveCredentials
{
    public static IQueryable<Credential> AliveCredentials(this UnattendedReading read)
    {
        var now = read.Now;
        return read.Db.Credentials.AsNoTracking().Where(c => c.RevokedAt == null && c.ExpiresAt > now && c.Kind != CredentialKind.FederatedToken
            && read.Db.Integrations.Any(i => i.Id == c.IntegrationId && (i.Status == IntegrationStatus.Active || i.Status == IntegrationStatus.Suspended)));
    }

    public static Task<int> AliveCredentialsAsync(this UnattendedReading read, TenantId tenant) => read.AliveCredentials().CountAsync(c => c.TenantId == tenant, read.Cancellation);

    public static async Task<List<HeldCredential>> HeldCredentialsAsync(this UnattendedReading read, IReadOnlyList<Guid> keys)
    {
        var ids = keys.Select(key => new CredentialId(key)).ToList();
        var rows = await (from credential in read.Db.Credentials.AsNoTracking()
                          where EF.Parameter(ids).Contains(credential.Id)
                          join integration in read.Db.Integrations on credential.IntegrationId equals integration.Id
                          select new { Credential = credential, Integration = integration }).ToListAsync(read.Cancellation);
        var owners = await read.Db.OwnersOfAsync([.. rows.Select(row => row.Integration.Id).Distinct()], read.Cancellation);
        var holds = await read.HoldsAsync(ids);
        return rows.ConvertAll(row => new HeldCredential(
            row.Credential, row.Integration, owners.TryGetValue(row.Integration.Id, out var owner) ? owner : null, holds.TryGetValue(row.Credential.Id, out var until) ? until : null));
    }
}
