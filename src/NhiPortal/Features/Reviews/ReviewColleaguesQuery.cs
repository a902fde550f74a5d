using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Features.Owners;

namespace NhiPortal.Features.Reviews;

/// <summary>Finds people a reviewer can say an item belongs to: whoever owns something in the organisation reviewed, by a part of their name.</summary>
public sealed class ReviewColleaguesQuery(IDbContextFactory<PortalDb> databases)
{
    private const int Most = 12, Shortest = 2;

    public async Task<IReadOnlyList<PersonChoice>> RunAsync(Actor actor, CampaignId id, string? words, CancellationToken cancellation)
    {
        var text = words?.Trim() ?? "";
        if (text.Length < Shortest)
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.ReviewCampaigns.AsNoTracking().To(actor, db).SingleOrDefaultAsync(c => c.Id == id, cancellation) is not { TenantId: var tenant })
            return [];
        return await db.People.AsNoTracking().IgnoreAutoIncludes()
            .Where(p => p.Status == PersonStatus.Active && !p.External && (p.Name.Contains(text) || p.Mail.StartsWith(text)) && db.Ownerships.Any(o => o.PersonId == p.Id && o.TenantId == tenant && o.ClosedAt == null && o.AcceptedAt != null))
            .OrderBy(p => p.Name).ThenBy(p => p.Id).Take(Most).Select(p => new PersonChoice(p.Id, p.Name, p.Mail)).ToListAsync(cancellation);
    }
}
