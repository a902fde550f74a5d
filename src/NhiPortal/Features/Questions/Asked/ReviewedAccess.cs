using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Reviews;

namespace NhiPortal.Features.Questions.Asked;

/// <summary>What was reviewed, by whom, and with which end.</summary>
public sealed class ReviewedAccess : IAuditQuestion
{
    public string Key => "reviewed-access";

    public string Title => "Which access was reviewed, by which reviewer, and what became of it?";

    public string Words => "Items of access reviews that came to an end in the period, decided or not. Narrow by person to see one reviewer's.";

    public string Moment => "Decided";

    public string Who => "Reviewed by";

    public IQueryable<QuestionRow> Of(QuestionScope scope)
    {
        var (db, from, until) = (scope.Db, scope.From, scope.Until);
        var items = scope.Rows<ReviewItem>().Where(i => i.Outcome != null && i.OutcomeAt >= from && i.OutcomeAt < until);
        if (scope.Person is { } person)
            items = items.Where(i => db.ReviewDecisions.Any(d => d.CampaignId == i.CampaignId && d.ItemNumber == i.Number && (d.PersonId == person || d.ForId == person) && d.SubmittedAt != null));
        return items.OrderByDescending(i => i.OutcomeAt).ThenByDescending(i => i.CampaignId).ThenBy(i => i.Number).Select(i => new QuestionRow
        {
            Id = i.CampaignId.Value,
            Part = i.Number,
            At = i.OutcomeAt!.Value,
            What = i.Pattern == "" ? i.Action : i.Action + " on " + i.Pattern,
            Detail = ReviewWording.Title(i.Outcome!.Value) + " · " + db.ReviewCampaigns.Where(c => c.Id == i.CampaignId).Select(c => c.Name).First(),
            Integration = i.IntegrationId,
            Target = i.TargetId,
            Href = "/reviews/" + i.CampaignId.Value,
        });
    }

    public async Task<IReadOnlyList<RowHand>> HandsAsync(PortalDb db, IReadOnlyList<QuestionRow> rows, CancellationToken cancellation)
    {
        var (campaigns, numbers) = (rows.Select(row => new CampaignId(row.Id)).Distinct().ToList(), rows.Select(row => row.Part).Distinct().ToList());
        var decisions = await db.ReviewDecisions.AsNoTracking().Where(d => campaigns.Contains(d.CampaignId) && numbers.Contains(d.ItemNumber) && d.SubmittedAt != null).OrderBy(d => d.Number)
            .Select(d => new { d.CampaignId, d.ItemNumber, d.PersonId, d.ForId, d.Answer, d.SubmittedAt }).ToListAsync(cancellation);
        var told = decisions.ToLookup(d => (d.CampaignId.Value, d.ItemNumber));
        return [.. rows.SelectMany(row => told[(row.Id, row.Part)].Select(d => new RowHand(row.Subject, d.PersonId, d.ForId, ReviewWording.Title(d.Answer), d.SubmittedAt)))];
    }
}
