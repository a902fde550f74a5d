using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Questions;

/// <summary>What a question's filters can offer, and the name of the person narrowed by.</summary>
public sealed record QuestionChoices(IReadOnlyList<(string Key, string Name)> Tenants, IReadOnlyList<(string Key, string Name)> Vendors, IReadOnlyList<string> Targets, string? PersonName);

/// <summary>Reads them for whom may read the log.</summary>
public sealed class QuestionChoicesQuery(IDbContextFactory<PortalDb> databases)
{
    private const int Most = 100;

    public async Task<QuestionChoices> RunAsync(Actor actor, Guid? person, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.ReadAudit))
            return new([], [], [], null);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (tenants, who) = (actor.Tenants?.ToList(), new PersonId(person ?? Guid.Empty));
        return new(
            [.. (await db.Tenants.Where(t => tenants == null || tenants.Contains(t.Id)).OrderBy(t => t.Key).Take(Most).Select(t => new { t.Key, t.Name }).ToListAsync(cancellation)).Select(t => (t.Key, t.Name))],
            [.. (await db.Vendors.InTenants(tenants).OrderBy(v => v.Key).Take(Most).Select(v => new { v.Key, v.Name }).ToListAsync(cancellation)).Select(v => (v.Key, v.Name))],
            await db.Targets.AsNoTracking().To(actor, db).OrderBy(t => t.Key).Select(t => t.Key).Take(Most).ToListAsync(cancellation),
            person is null ? null : await db.People.IgnoreAutoIncludes().To(actor).Where(p => p.Id == who).Select(p => p.Name).SingleOrDefaultAsync(cancellation));
    }
}
