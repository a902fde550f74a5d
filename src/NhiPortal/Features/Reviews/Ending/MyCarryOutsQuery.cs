using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>Something a review decided that a person has to do by hand.</summary>
public sealed record MyCarryOut(CampaignId Review, string Name, string What, DateTimeOffset Due);

/// <summary>Reads what reviews left to be done by hand for a person; for IAM staff also what is nobody's in particular.</summary>
public sealed class MyCarryOutsQuery(IDbContextFactory<PortalDb> databases)
{
    private const int Most = 50;

    public async Task<IReadOnlyList<MyCarryOut>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Person is not { } me)
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var mine = await ReadAsync(db.CarryOuts.Where(l => l.WhoId == me && l.DoneAt == null), db, cancellation);
        if (!Permissions.Allows(actor, Permission.RunReviews))
            return mine;
        var closing = await db.ReviewCampaigns.AsNoTracking().To(actor, db).Where(c => c.State == CampaignState.Closing).Select(c => c.Id).ToListAsync(cancellation);
        return [.. mine, .. await ReadAsync(db.CarryOuts.Where(l => EF.Parameter(closing).Contains(l.CampaignId) && l.DoneAt == null && l.WhoId == null), db, cancellation)];
    }

    private static async Task<List<MyCarryOut>> ReadAsync(IQueryable<CarryOut> open, PortalDb db, CancellationToken cancellation) =>
        await (from line in open.AsNoTracking().Where(l => l.State == CarryOutState.ByHand).OrderBy(l => l.DueAt).ThenBy(l => l.CampaignId).ThenBy(l => l.ItemNumber).Take(Most)
               join campaign in db.ReviewCampaigns on line.CampaignId equals campaign.Id
               select new MyCarryOut(campaign.Id, campaign.Name, line.What, line.DueAt)).ToListAsync(cancellation);
}
