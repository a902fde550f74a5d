using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>What the log's filters can offer: the kinds on record, the targets in sight, and the name of the person filtered by.</summary>
public sealed record AuditChoices(IReadOnlyList<string> Kinds, IReadOnlyList<string> Targets, string? PersonName);

/// <summary>Reads them for whom may read the log.</summary>
public sealed class AuditChoicesQuery(IDbContextFactory<PortalDb> databases)
{
    private const int MostTargets = 100;

    public async Task<AuditChoices> RunAsync(Actor actor, PersonId? person, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.ReadAudit))
            return new([], [], null);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var people = db.People.IgnoreAutoIncludes().Where(p => p.Id == person);
        if (actor.Tenants?.ToList() is { } tenants)
            people = people.Where(p => tenants.Contains(p.TenantId) || p.AlsoIn.Any(also => tenants.Contains(also.TenantId)));
        return new(
            await db.OnRecordAsync(cancellation),
            await db.Targets.AsNoTracking().To(actor, db).OrderBy(t => t.Key).Select(t => t.Key).Take(MostTargets).ToListAsync(cancellation),
            person is null ? null : await people.Select(p => p.Name).SingleOrDefaultAsync(cancellation));
    }
}
