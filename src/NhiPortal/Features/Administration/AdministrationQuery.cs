using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Administration;

/// <summary>A trusted issuer as administrators see it: never its keys.</summary>
public sealed record IssuerLine(string Issuer, string Name, string Audience, string SubjectClaim, bool SingleUse, bool DevelopmentOnly);

/// <summary>An enforcement point and the targets it may ask about.</summary>
public sealed record PointLine(string Key, string Name, string Subject, IReadOnlyList<string> Targets);

/// <summary>The approval policy in force.</summary>
public sealed record PolicyLine(int Number, DateTimeOffset PublishedAt, string? By, int Rules);

/// <summary>How long the log is, and how far it is placed and signed.</summary>
public sealed record LogLine(long Events, int Waiting, long UnderSignature);

/// <summary>The portal's own state at a glance: the log, the policy in force, and whose tokens are believed.</summary>
public sealed record AdministrationView(LogLine Log, PolicyLine? Policy, IReadOnlyList<IssuerLine> Issuers, IReadOnlyList<PointLine> Points);

/// <summary>Reads it for administrators; null for everybody else.</summary>
public sealed class AdministrationQuery(IDbContextFactory<PortalDb> databases)
{
    private const int MostLines = 200;

    public async Task<AdministrationView?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.Administer))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var log = new LogLine(
            await db.LogStates.Select(state => state.Size).FirstOrDefaultAsync(cancellation),
            await db.AuditEvents.CountAsync(e => e.LeafIndex == null, cancellation),
            await db.Checkpoints.MaxAsync(c => (long?)c.Size, cancellation) ?? 0);
        var policy = await db.Policies.AsNoTracking().OrderByDescending(p => p.Number)
            .Select(p => new { p.Number, p.PublishedAt, p.Rules, By = db.People.Where(person => person.Id == p.PublishedById).Select(person => person.Name).FirstOrDefault() }).FirstOrDefaultAsync(cancellation);
        var points = await db.EnforcementPoints.AsNoTracking().OrderBy(p => p.Key).Take(MostLines).Select(p => new
        {
            p.Key,
            p.Name,
            p.Subject,
            Targets = p.Guards.Join(db.Targets, guard => guard.TargetId, target => target.Id, (_, target) => target.Key).ToList(),
        }).ToListAsync(cancellation);
        return new AdministrationView(
            log,
            policy is null ? null : new PolicyLine(policy.Number, policy.PublishedAt, policy.By, policy.Rules.Count),
            await db.Issuers.AsNoTracking().OrderBy(i => i.Name).Take(MostLines)
                .Select(i => new IssuerLine(i.Issuer, i.Name, i.Audience, i.SubjectClaim, i.SingleUse, i.DevelopmentOnly)).ToListAsync(cancellation),
            [.. points.Select(p => new PointLine(p.Key, p.Name, p.Subject, [.. p.Targets.Order(StringComparer.OrdinalIgnoreCase)]))]);
    }
}
