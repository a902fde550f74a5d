using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>One credential and by when it is to be rotated.</summary>
internal sealed record RotationRow(Credential Credential, Integration Integration, DateTimeOffset? DueAt);

/// <summary>The one place that says by when a credential is to be rotated.</summary>
internal static class RotationDue
{
    public static async Task<List<RotationRow>> RotationsAsync(this UnattendedReading read, IQueryable<Credential> credentials) =>
        [.. (await (from credential in credentials
                    join integration in read.Db.Integrations.AsNoTracking() on credential.IntegrationId equals integration.Id
                    select new { Credential = credential, Integration = integration }).ToListAsync(read.Cancellation)).Select(row => new RotationRow(row.Credential, row.Integration, Due(row.Credential)))];

    private static DateTimeOffset? Due(Credential credential) => credential.Kind == CredentialKind.FederatedToken ? null : credential.GraceUntil ?? credential.DueAt;
}
