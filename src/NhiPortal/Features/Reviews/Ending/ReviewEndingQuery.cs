using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>One thing being carried out, as the page shows it.</summary>
public sealed record CarryOutView(int Item, int Number, CarryOutState State, string What)
{
    public required string? Who { get; init; }
    public required string? Trouble { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required DateTimeOffset? DoneAt { get; init; }
    public required string? Proof { get; init; }
    public required string? ConfirmedBy { get; init; }
    public required bool MayConfirm { get; init; }
}

/// <summary>How a campaign ends: what was decided, how carefully, how far it is carried out, who signs it off.</summary>
public sealed record ReviewEndingView
{
    public required CampaignId Id { get; init; }
    public required string Name { get; init; }
    public required CampaignState State { get; init; }
    public required string Lead { get; init; }
    public required DateTimeOffset? DueAt { get; init; }
    public required int Items { get; init; }
    public required bool SilenceRevokes { get; init; }
    public required IReadOnlyDictionary<ReviewOutcome, int> Outcomes { get; init; }
    public required ReviewQuality? Quality { get; init; }
    public required string? LongestRunBy { get; init; }
    public required IReadOnlyDictionary<CarryOutState, int> Counts { get; init; }
    public required IReadOnlyList<CarryOutView> Lines { get; init; }
    public required int Total { get; init; }
    public required string? SignedOffBy { get; init; }
    public required DateTimeOffset? SignedOffAt { get; init; }
    public required string? SignOffWords { get; init; }
    public required bool Counting { get; init; }
    public required bool MayReport { get; init; }
    public required bool MayClose { get; init; }
    public required bool MaySign { get; init; }

    public int Waiting => Items - Outcomes.Values.Sum();
}

/// <summary>Reads the end of one campaign with a page of what is carried out, what needs somebody first; null when there is none for this actor.</summary>
public sealed class ReviewEndingQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<ReviewEndingView?> RunAsync(Actor actor, CampaignId id, CarryOutState? only, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.ReviewCampaigns.AsNoTracking().To(actor, db).SingleOrDefaultAsync(c => c.Id == id && c.StartedAt != null, cancellation) is not { } campaign)
            return null;
        var people = new[] { campaign.LeadId, campaign.SignedOffById, campaign.Quality?.LongestRunBy }.OfType<PersonId>().Distinct().ToList();
        var names = await db.People.Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        string? Name(PersonId? person) => person is { } known ? names[known] : null;
        var (all, me) = (actor.SeesAllOf(campaign), actor.Person ?? default);
        var lines = db.CarryOuts.AsNoTracking().Where(l => l.CampaignId == id);
        // The others' work is not a reviewer's to watch.
        if (!all)
            lines = lines.Where(l => l.WhoId == me || db.ReviewItems.Any(i => i.CampaignId == id && i.Number == l.ItemNumber && (i.ReviewerId == me || i.EscalatedToId == me))
                || db.ReviewDecisions.Any(d => d.CampaignId == id && d.ItemNumber == l.ItemNumber && d.PersonId == me));
        var counts = await lines.GroupBy(l => l.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var runs = Permissions.Allows(actor, Permission.RunReviews);
        return new()
        {
            Id = id,
            Name = campaign.Name,
            State = campaign.State,
            Lead = names[campaign.LeadId],
            DueAt = campaign.DueAt,
            Items = campaign.Items,
            SilenceRevokes = campaign.Plan.Undecided == UndecidedOutcome.Revoke,
            Outcomes = await db.ReviewItems.Where(i => i.CampaignId == id && i.Outcome != null).GroupBy(i => i.Outcome!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation),
            Quality = campaign.Quality,
            LongestRunBy = all ? Name(campaign.Quality?.LongestRunBy) : null,
            Counts = counts,
            Lines = await LinesAsync(db, actor.Person, runs, only is { } state ? lines.Where(l => l.State == state) : lines, skip, take, cancellation),
            Total = only is { } one ? counts.GetValueOrDefault(one) : counts.Values.Sum(),
            SignedOffBy = Name(campaign.SignedOffById),
            SignedOffAt = campaign.SignedOffAt,
            SignOffWords = campaign.SignOffWords,
            Counting = campaign.CountsAsEvidence,
            MayReport = all,
            MayClose = campaign.State == CampaignState.Running && (runs || campaign.LeadId == actor.Person),
            MaySign = campaign.State == CampaignState.Closed && campaign.LeadId == actor.Person,
        };
    }

    private static async Task<IReadOnlyList<CarryOutView>> LinesAsync(PortalDb db, PersonId? person, bool runs, IQueryable<CarryOut> lines, int skip, int take, CancellationToken cancellation) =>
        [.. (await lines.OrderBy(l => l.State == CarryOutState.Failing ? 0 : l.State == CarryOutState.ByHand ? 1 : l.State == CarryOutState.Waiting ? 2 : 3).ThenBy(l => l.ItemNumber).ThenBy(l => l.Number)
            .Skip(skip).Take(take).Select(l => new
            {
                Line = l,
                Who = db.People.Where(p => p.Id == l.WhoId).Select(p => p.Name).FirstOrDefault(),
                By = db.People.Where(p => p.Id == l.ConfirmedById).Select(p => p.Name).FirstOrDefault(),
            }).ToListAsync(cancellation)).Select(row => new CarryOutView(row.Line.ItemNumber, row.Line.Number, row.Line.State, row.Line.What)
            {
                Who = row.Line.State == CarryOutState.ByHand ? row.Who ?? "IAM staff" : null,
                Trouble = row.Line.Trouble,
                DueAt = row.Line.DueAt,
                DoneAt = row.Line.DoneAt,
                Proof = row.Line.Proof,
                ConfirmedBy = row.By,
                MayConfirm = row.Line is { State: CarryOutState.ByHand, DoneAt: null } && (runs || (person is not null && row.Line.WhoId == person)),
            })];
}
