using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Findings;
using NhiPortal.Features.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Findings;

/// <summary>Makes the picture by which the audit log itself is judged; its findings are those of the portal's home tenant.</summary>
internal static class LogPictures
{
    public static async Task<LogPicture?> LogPictureAsync(this PortalDb db, CancellationToken cancellation)
    {
        var home = await db.Tenants.OrderBy(t => t.Key == AdmitPerson.HomeTenant ? 0 : 1).ThenBy(t => t.Key).Select(t => (TenantId?)t.Id).FirstOrDefaultAsync(cancellation);
        if (home is not { } tenant)
            return null;
        return new LogPicture
        {
            Tenant = tenant,
            Key = "audit log",
            Name = "Audit log",
            ControlPoints = [],
            Verified = await VerifiedAsync(db, cancellation),
            Unanchored = await db.AnchorStandings.AsNoTracking().Where(s => s.FailingSince != null).OrderBy(s => s.Place)
                .Select(s => new UnanchoredPicture(s.Place.ToString(), s.FailingSince!.Value, s.Trouble ?? "")).ToListAsync(cancellation),
        };
    }

    private static async Task<VerifiedPicture?> VerifiedAsync(PortalDb db, CancellationToken cancellation)
    {
        var last = await db.LastVerifiedAsync(cancellation);
        if (last is null)
            return null;
        var facts = AuditBody.Parse(last.Body).Facts;
        return new(last.At, last.Kind == VerifyLog.Verified, facts?.GetValueOrDefault(VerifyLog.FirstBroken), facts?.GetValueOrDefault(VerifyLog.FirstFault));
    }
}
