using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reviews;

/// <summary>One campaign in the list.</summary>
public sealed record CampaignRow(CampaignId Id, string Name, CampaignState State, string Lead, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, int Items, int Waiting, int Mine, DateOnly? NextOn, string? Trouble);

/// <summary>One page of campaigns.</summary>
public sealed record CampaignRows(IReadOnlyList<CampaignRow> Rows, int Total, bool MayRun);

/// <summary>Reads the access reviews this actor may see, the newest first.</summary>
public sealed class CampaignListQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<CampaignRows> RunAsync(Actor actor, CampaignState? state, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var me = actor.Person ?? default;
        var seen = db.ReviewCampaigns.AsNoTracking().To(actor, db);
        if (state is { } only)
            seen = seen.Where(c => c.State == only);
        var rows = await seen.OrderByDescending(c => c.CreatedAt).ThenBy(c => c.Id).Skip(skip).Take(take).Select(c => new CampaignRow(
            c.Id, c.Name, c.State, db.People.Where(p => p.Id == c.LeadId).Select(p => p.Name).First(), c.CreatedAt, c.DueAt, c.Items,
            db.ReviewItems.Count(i => i.CampaignId == c.Id && i.Outcome == null), db.ReviewItems.Count(i => i.CampaignId == c.Id && i.Outcome == null && i.ReviewerId == me), c.NextOn, c.Trouble)).ToListAsync(cancellation);
        return new(rows, await seen.CountAsync(cancellation), Permissions.Allows(actor, Permission.RunReviews));
    }
}
