using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Grants;

namespace NhiPortal.Features.Rotations;

/// <summary>What a rotation touches: who uses the credential, what they reach with it, and what stops if the switch goes wrong.</summary>
public sealed record Rehearsal(
    IReadOnlyList<string> Identities, IReadOnlyList<(string Target, int Paths)> Reaches, int LiveGrants, IReadOnlyList<string> AlsoHeldBy, string? Vendor, DateTimeOffset? LastUsedAt)
{
    internal static async Task<Rehearsal> OfAsync(PortalDb db, Credential credential, DateTimeOffset now, CancellationToken cancellation)
    {
        var identities = await db.Workloads.AsNoTracking().Where(w => w.IntegrationId == credential.IntegrationId && w.RetiredAt == null && (credential.WorkloadId == null || w.Id == credential.WorkloadId))
            .OrderBy(w => w.Subject).Select(w => w.Subject).Take(20).ToListAsync(cancellation);
        var reaches = await (from path in db.Paths.AsNoTracking()
                             where path.IntegrationId == credential.IntegrationId && path.RemovedAt == null && (credential.TargetId == null || path.TargetId == credential.TargetId)
                             join target in db.Targets on path.TargetId equals target.Id
                             group path by target.Key into reached
                             orderby reached.Key
                             select new { reached.Key, Count = reached.Count() }).ToListAsync(cancellation);
        var live = await db.Grants.CountAsync(g => g.IntegrationId == credential.IntegrationId && g.Status == GrantStatus.Active && g.Until > now, cancellation);
        var also = await (from other in db.Credentials.AsNoTracking()
                          where other.KeptIn == credential.KeptIn && other.Kind != CredentialKind.FederatedToken && other.Status == CredentialStatus.Active && other.IntegrationId != credential.IntegrationId && other.TenantId == credential.TenantId
                          join integration in db.Integrations on other.IntegrationId equals integration.Id
                          orderby integration.Key
                          select integration.Key).Distinct().Take(20).ToListAsync(cancellation);
        var vendor = await (from integration in db.Integrations
                            where integration.Id == credential.IntegrationId
                            join operating in db.Vendors on integration.VendorId equals (VendorId?)operating.Id
                            select operating.Name).SingleOrDefaultAsync(cancellation);
        return new(identities, reaches.ConvertAll(row => (row.Key, row.Count)), live, also, vendor, credential.LastUsedAt);
    }
}
