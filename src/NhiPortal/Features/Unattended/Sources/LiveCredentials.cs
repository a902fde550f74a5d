using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Unattended.Sources;

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

    public static async Task<List<(Credential Credential, Integration Integration, PersonId? Owner)>> HeldCredentialsAsync(this UnattendedReading read, IReadOnlyList<Guid> keys)
    {
        var ids = keys.Select(key => new CredentialId(key)).ToList();
        var rows = await (from credential in read.Db.Credentials.AsNoTracking()
                          where EF.Parameter(ids).Contains(credential.Id)
                          join integration in read.Db.Integrations on credential.IntegrationId equals integration.Id
                          select new { Credential = credential, Integration = integration }).ToListAsync(read.Cancellation);
        var owners = await read.Db.OwnersOfAsync([.. rows.Select(row => row.Integration.Id).Distinct()], read.Cancellation);
        return rows.ConvertAll(row => (row.Credential, row.Integration, owners.TryGetValue(row.Integration.Id, out var owner) ? owner : (PersonId?)null));
    }
}
