using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Requests;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Administration;

/// <summary>A trusted issuer as administrators see it.</summary>
public sealed record IssuerLine(string Issuer, string Name, string Audience, string SubjectClaim, bool SingleUse, bool DevelopmentOnly);

/// <summary>The portal's own state at a glance: the log, the policy in force, and whose tokens are believed.</summary>
public sealed record AdministrationView(
    long Events, int WaitingEvents, long SignedEvents, int PolicyVersion, IReadOnlyList<string> Rules, IReadOnlyList<IssuerLine> Issuers, IReadOnlyList<string> Points);

/// <summary>Reads it for administrators; null for everybody else.</summary>
public sealed class AdministrationQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<AdministrationView?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.Administer))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var policy = await db.Policies.AsNoTracking().OrderByDescending(p => p.Number).FirstOrDefaultAsync(cancellation);
        return new AdministrationView(
            await db.LogStates.Select(state => state.Size).FirstOrDefaultAsync(cancellation),
            await db.AuditEvents.CountAsync(e => e.LeafIndex == null, cancellation),
            await db.Checkpoints.MaxAsync(c => (long?)c.Size, cancellation) ?? 0,
            policy?.Number ?? 0,
            [.. (policy?.Rules ?? []).Select(PolicyWords.Of)],
            await db.Issuers.AsNoTracking().OrderBy(i => i.Name).Select(i => new IssuerLine(i.Issuer, i.Name, i.Audience, i.SubjectClaim, i.SingleUse, i.DevelopmentOnly)).ToListAsync(cancellation),
            await db.EnforcementPoints.AsNoTracking().OrderBy(p => p.Key).Select(p => p.Key).ToListAsync(cancellation));
    }
}
