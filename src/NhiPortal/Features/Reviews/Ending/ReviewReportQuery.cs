using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>One answer as the report tells it.</summary>
public sealed record ReportedAnswer(int Item, int Number, int Stage, ReviewAnswer Answer, string By, string? For, string Tie, string? TieWords, string? Reason, DateTimeOffset At, int Seconds, bool Bulk);

/// <summary>One thing that was carried out, or is still to be.</summary>
public sealed record ReportedLine(int Item, int Number, CarryOutState State, string What, string? Trouble, DateTimeOffset? DoneAt, string? Proof, string? ConfirmedBy);

/// <summary>One item: what was asked, what it came to, by whom, and what shows that it was done.</summary>
public sealed record ReportedItem
{
    public required int Number { get; init; }
    public required ReviewItemKind Kind { get; init; }
    public required string Integration { get; init; }
    public required string? Target { get; init; }
    public required string What { get; init; }
    public required string Pattern { get; init; }
    public required string Risk { get; init; }
    public required DateTimeOffset? LastUsed { get; init; }
    public required string Recommended { get; init; }
    public required string Reviewer { get; init; }
    public required ReviewOutcome? Outcome { get; init; }
    public required DateTimeOffset? OutcomeAt { get; init; }
    public required DateOnly? RotateBy { get; init; }
    public required string? ReduceTo { get; init; }
    public required IReadOnlyList<ReportedAnswer> Answers { get; init; }
    public required IReadOnlyList<ReportedLine> CarriedOut { get; init; }
}

/// <summary>How many privileges and keys came to one outcome; none while they wait.</summary>
public sealed record ReportedCount(ReviewOutcome? Outcome, int Privileges, int Keys)
{
    public int Items => Privileges + Keys;
}

/// <summary>Everything that a campaign's report says, whatever the format.</summary>
public sealed record ReviewReport
{
    public required CampaignId Id { get; init; }
    public required string Name { get; init; }
    public required string Tenant { get; init; }
    public required CampaignState State { get; init; }
    public required string Lead { get; init; }
    public required IReadOnlyList<KeyValuePair<string, string>> Scope { get; init; }
    public required string Undecided { get; init; }
    public required DateTimeOffset? StartedAt { get; init; }
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>Who gave everybody more time, when and why; null where nobody did.</summary>
    public required string? MoreTime { get; init; }

    public required DateTimeOffset? ClosingAt { get; init; }
    public required string? EndReason { get; init; }
    public required DateTimeOffset? ClosedAt { get; init; }
    public required string? SignedOffBy { get; init; }
    public required DateTimeOffset? SignedOffAt { get; init; }
    public required string? SignOffWords { get; init; }
    public required bool CountsAsEvidence { get; init; }
    public required ReviewQuality? Quality { get; init; }
    public required string? LongestRunBy { get; init; }
    public required IReadOnlyList<string> Stale { get; init; }
    public required IReadOnlyList<ReportedItem> Items { get; init; }

    /// <summary>What was looked at, by what became of it.</summary>
    public IReadOnlyList<ReportedCount> Population => [.. Items.GroupBy(item => item.Outcome).OrderBy(same => same.Key)
        .Select(same => new ReportedCount(same.Key, same.Count(item => item.Kind == ReviewItemKind.Privilege), same.Count(item => item.Kind == ReviewItemKind.Credential)))];

    /// <summary>The newest moment it tells of: the same campaign gives the same report, whenever it is asked for.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Reads a whole campaign for its report; null when there is none that this actor sees all of, or it has not begun.</summary>
public sealed class ReviewReportQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<ReviewReport?> RunAsync(Actor actor, CampaignId id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.ReviewCampaigns.AsNoTracking().To(actor, db).SingleOrDefaultAsync(c => c.Id == id && c.StartedAt != null, cancellation) is not { } campaign || !actor.SeesAllOf(campaign))
            return null;
        var items = await db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == id).OrderBy(i => i.Number).ToListAsync(cancellation);
        var answers = await db.ReviewDecisions.AsNoTracking().Where(d => d.CampaignId == id && d.SubmittedAt != null).OrderBy(d => d.ItemNumber).ThenBy(d => d.Number).ToListAsync(cancellation);
        var lines = await db.CarryOuts.AsNoTracking().Where(l => l.CampaignId == id).OrderBy(l => l.ItemNumber).ThenBy(l => l.Number).ToListAsync(cancellation);
        var ids = items.Select(i => i.ReviewerId).Concat(answers.SelectMany(d => new PersonId?[] { d.PersonId, d.ForId }.OfType<PersonId>())).Concat(lines.Select(l => l.ConfirmedById).OfType<PersonId>())
            .Concat(new[] { campaign.LeadId, campaign.SignedOffById, campaign.ExtendedById, campaign.Quality?.LongestRunBy }.OfType<PersonId>()).Distinct().ToList();
        var names = await db.People.AsNoTracking().Where(p => EF.Parameter(ids).Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        string? Name(PersonId? person) => person is { } known ? names[known] : null;
        var byItem = answers.ToLookup(d => d.ItemNumber, d => new ReportedAnswer(d.ItemNumber, d.Number, d.Stage + 1, d.Answer, names[d.PersonId], Name(d.ForId), d.Tie.Tie(), d.TieWords, d.Reason, d.SubmittedAt!.Value, d.Seconds, d.Bulk));
        var done = lines.ToLookup(l => l.ItemNumber, l => new ReportedLine(l.ItemNumber, l.Number, l.State, l.What, l.Trouble, l.DoneAt, l.Proof, Name(l.ConfirmedById)));
        return new()
        {
            Id = id,
            Name = campaign.Name,
            Tenant = await db.Tenants.Where(t => t.Id == campaign.TenantId).Select(t => t.Name).SingleAsync(cancellation),
            State = campaign.State,
            Lead = names[campaign.LeadId],
            Scope = [.. await ScopeAsync(db, campaign.Plan.Scope, cancellation)],
            Undecided = campaign.Plan.Undecided == UndecidedOutcome.Revoke ? "is revoked" : "stays, and counts as not reviewed",
            StartedAt = campaign.StartedAt,
            DueAt = campaign.DueAt,
            MoreTime = campaign.ExtendedAt is { } given ? $"{Name(campaign.ExtendedById)} on {given.UtcDateTime:yyyy-MM-dd}; its last day had been {campaign.FirstDueAt!.Value.UtcDateTime.AddTicks(-1):yyyy-MM-dd}. {campaign.ExtendReason}" : null,
            ClosingAt = campaign.ClosingAt,
            EndReason = campaign.EndReason,
            ClosedAt = campaign.ClosedAt,
            SignedOffBy = Name(campaign.SignedOffById),
            SignedOffAt = campaign.SignedOffAt,
            SignOffWords = campaign.SignOffWords,
            CountsAsEvidence = campaign.CountsAsEvidence,
            Quality = campaign.Quality,
            LongestRunBy = Name(campaign.Quality?.LongestRunBy),
            Stale = campaign.Stale,
            Items = items.ConvertAll(item => Item(item, names[item.ReviewerId], byItem[item.Number], done[item.Number])),
            At = new[] { campaign.StartedAt, campaign.ClosingAt, campaign.ClosedAt, campaign.SignedOffAt, answers.Max(d => d.SubmittedAt), lines.Max(l => l.DoneAt) }.Max()!.Value,
        };
    }

    private static ReportedItem Item(ReviewItem item, string reviewer, IEnumerable<ReportedAnswer> answers, IEnumerable<ReportedLine> lines) => new()
    {
        Number = item.Number,
        Kind = item.Kind,
        Integration = item.Facts.Integration,
        Target = item.Facts.Target,
        What = item.Action,
        Pattern = item.Pattern,
        Risk = item.Risk.ToString(),
        LastUsed = item.Facts.LastUsed,
        Recommended = item.Recommended.Badge().Words,
        Reviewer = reviewer,
        Outcome = item.Outcome,
        OutcomeAt = item.OutcomeAt,
        RotateBy = item.RotateBy,
        ReduceTo = item.ReduceTo,
        Answers = [.. answers],
        CarriedOut = [.. lines],
    };

    /// <summary>The question as it was asked: what is not named here left nothing out.</summary>
    private static async Task<IReadOnlyList<KeyValuePair<string, string>>> ScopeAsync(PortalDb db, ReviewScope scope, CancellationToken cancellation)
    {
        List<KeyValuePair<string, string>> said = [];
        void Say(string name, string? value)
        {
            if (value is not null)
                said.Add(new(name, value));
        }

        Say("Capability", scope.CreatesAdministrators ? "can create administrators" : null);
        Say("Environment", scope.Environment?.ToString());
        Say("Kind", scope.Kind?.ToString());
        Say("Vendor", scope.Vendor is { } vendor ? await db.Vendors.Where(v => v.Id == vendor).Select(v => v.Name).SingleOrDefaultAsync(cancellation) ?? vendor.ToString() : null);
        Say("Target", scope.Target is { } target ? await db.Targets.Where(t => t.Id == target).Select(t => t.Key).SingleOrDefaultAsync(cancellation) ?? target.ToString() : null);
        Say("Owned by", scope.OwnedBy is { } person ? await db.People.Where(p => p.Id == person).Select(p => p.Name).SingleOrDefaultAsync(cancellation) ?? person.ToString() : null);
        Say("Risk from", scope.RiskFrom?.ToString());
        Say("Owners have not confirmed for days", scope.UnattestedDays?.ToString(CultureInfo.InvariantCulture));
        Say("Keys behind the privileges", scope.Keys ? "each is an item" : "left out");
        return said;
    }
}
