using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>One access review lived through from its start to its sign-off, with what the record says of it.</summary>
internal sealed class PastReview(DemoWorld world, ReviewCampaign campaign, CampaignStart start, DateTimeOffset at)
{
    private readonly List<ReviewDecision> decisions = [];
    private readonly List<CarryOut> lines = [];
    private List<ReviewItem> items = [];
    private DateTimeOffset over;

    /// <summary>False where something of it had nobody who may decide.</summary>
    public bool Begin()
    {
        if (!campaign.Start(start.Count, at).Succeeded)
            return false;
        items = [.. start.Items.Select((item, number) => ReviewItem.Of(
            campaign.Id, number + 1, item.Found.Subject, Then(start.Reading.Facts(item.Found, start.Ground, at), item.Found), item.Asked.Reviewer!.Value, item.Asked.ByFallback, campaign.Plan.Stages.Count))];
        Tell("review.started", at, DemoWorld.As(world.Of(campaign.LeadId)), $"{world.Of(campaign.LeadId).Name} started the access review {campaign.Name}: {ReviewWording.Count(items.Count, "item")}.");
        return true;
    }

    /// <summary>Whoever was asked answers, some days after the start, one after the other.</summary>
    public void Answer(Func<ReviewItem, int, ReviewVoice> says)
    {
        var when = at.AddDays(1).AddMinutes(20);
        foreach (var (item, found) in items.Zip(start.Items))
        {
            var (reviewer, voice) = (start.Ground.Facts(found.Found.Thing, item.ReviewerId), says(item, item.Number));
            if (item.Draft(voice, reviewer, campaign.Plan.Reasons, when) is { Succeeded: true, Value: var draft } && item.Submit(draft, reviewer, when = when.AddSeconds(voice.Seconds)).Succeeded)
                decisions.Add(draft);
        }
    }

    /// <summary>Its last day is over, and how it was decided is judged.</summary>
    public DateTimeOffset End()
    {
        over = campaign.DueAt!.Value.AddMinutes(1);
        var waiting = items.Count(item => item.IsWaiting);
        campaign.EndDecisions(waiting, null, null, over);
        Tell("review.closing", over, FinishReviews.Finisher, $"The last day of the review “{campaign.Name}” is over: {items.Count - waiting} of {items.Count} items are decided.");
        foreach (var item in items)
            item.FallTo(campaign.Plan.Undecided, over);
        var quality = ReviewQuality.Of([.. decisions.Select(d => new JudgedAnswer(d.PersonId, d.Answer, d.Seconds, d.Bulk, d.Tie))], items.Count, waiting);
        campaign.Judge(quality);
        Tell("review.judged", over, FinishReviews.Finisher, quality.IsRushed
            ? $"The review “{campaign.Name}” does not count as evidence: {string.Join(" ", quality.Warnings)}"
            : $"The review “{campaign.Name}” is decided: {quality.Answers} answers of {quality.People} people, half of them in {quality.MedianSeconds} seconds or less.");
        return over;
    }

    public void CarryOut(PrivilegePath closed, Integration integration, Removal removal)
    {
        var (item, target) = (items.Single(i => i.PathId == closed.Id), world.Of(closed.TargetId));
        lines.Add(Domain.Reviews.CarryOut.Here(
            item, 1, CarryOutKind.Path, $"{closed.ActionName} of {integration.Name} on {target.Name}, {closed.ResourcePattern} is closed", $"Nothing of it can be asked for or done since {over.UtcDateTime:d MMM yyyy, HH:mm} UTC.", over));
        var taken = Domain.Reviews.CarryOut.Removed(item, 2, removal, $"Account {removal.Change.Account} of {integration.Name} on {target.Key} leaves {removal.Change.Holder}", over);
        taken.Follow($"Read back from the target on {removal.EndedAt!.Value.UtcDateTime:d MMM yyyy, HH:mm} UTC: {removal.Change.Account} is now {removal.After!.Words(removal.Change)}.", null, removal.EndedAt.Value);
        lines.Add(taken);
        Insert(AuditEvent.Of(Work.Body(new AuditNote("path.removed", $"The path of {integration.Key} for {closed.ActionName} on {target.Key} is closed. The access review “{campaign.Name}” decided so.")
        {
            Tenant = integration.TenantId,
            Integration = Work.Thing(integration),
            Target = Work.Thing(target),
        }, FinishReviews.Finisher, over)));
    }

    /// <summary>On the next morning people work.</summary>
    public void SignOff(string words)
    {
        campaign.Ordered(over);
        var closed = over.AddMinutes(2);
        campaign.Close(0, closed);
        Tell("review.closed", closed, FinishReviews.Finisher, $"Everything that the review “{campaign.Name}” decided is carried out and shown to be done. Its lead can sign it off.");
        var signed = BusinessDays.After(over, 1).AddHours(-15);
        campaign.SignOff(campaign.LeadId, words, signed);
        var lead = world.Of(campaign.LeadId);
        Tell("review.signed_off", signed, DemoWorld.As(lead), $"{lead.Name} signed off the review “{campaign.Name}”{(campaign.CountsAsEvidence ? "" : ", which does not count as evidence")}.");
    }

    public async Task InsertAsync(PortalDb db, CancellationToken cancellation)
    {
        await db.InsertAsync([campaign], cancellation);
        await db.InsertAsync(items, cancellation);
        await db.InsertAsync(decisions, cancellation);
        await db.InsertAsync(lines, cancellation);
    }

    /// <summary>The register tells what is so today; what came after the start is left out.</summary>
    private ReviewFacts Then(ReviewFacts facts, Found found)
    {
        var since = at - ReviewReading.Recently;
        return facts with
        {
            Status = IntegrationStatus.Active,
            LastUsed = facts.LastUsed < at ? facts.LastUsed : null,
            Grants = world.Grants.Count(g => g.IntegrationId == found.Subject.Integration && g.TargetId == found.Subject.Target && g.ActionName == found.Subject.Action && g.From > since && g.From < at),
            LiveGrants = 0,
            Key = facts.Key is { } key ? key with { Rotated = key.Rotated < at ? key.Rotated : null } : null,
            Previously = null,
            PreviouslyAt = null,
        };
    }

    private void Tell(string kind, DateTimeOffset when, Actor by, string sentence) => Insert(AuditEvent.Of(Work.Body(ReviewSteps.About(campaign) with { Kind = kind, Sentence = sentence }, by, when)));

    /// <summary>Events stand by time; these are told after those that follow them.</summary>
    private void Insert(AuditEvent told)
    {
        var next = world.Events.FindIndex(e => e.At > told.At);
        world.Events.Insert(next < 0 ? world.Events.Count : next, told);
    }
}
