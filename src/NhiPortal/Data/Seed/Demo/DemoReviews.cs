using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Reviews;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Access reviews in the demo: the quarterly one of what can create administrators in production, running for three days and in its second turn.</summary>
internal static class DemoReviews
{
    public const string Tenant = "brunnvik";

    public static async Task WriteAsync(DemoWorld world, PortalDb db, CancellationToken cancellation)
    {
        var (at, tenant, lead) = (world.Now.AddDays(-3), world.Tenants[Tenant].Id, world.People["priya"]);
        // A review begins on a day people work.
        while (!BusinessDays.Is(DateOnly.FromDateTime(at.UtcDateTime)))
            at = at.AddDays(-1);
        var plan = new CampaignPlan
        {
            Name = "Administrators in production",
            Scope = new() { CreatesAdministrators = true, Environment = DeploymentEnvironment.Production },
            Stages = [new(ReviewerRule.SystemOwner)],
            Fallback = world.People["daniel"].Id,
            EscalateTo = lead.Id,
            Lead = lead.Id,
            DueDays = 10,
            Repeats = Recurrence.Quarterly,
        };
        await DemoPastReviews.WriteRushedAsync(world, db, plan, cancellation);
        var campaign = await DemoPastReviews.WriteQuarterAsync(world, db, plan, at, cancellation);
        var start = await CampaignStart.ReadAsync(db, tenant, plan, true, at, cancellation);
        // Where the story of the demo leaves something without anybody who may decide, the review is still being prepared.
        if (!campaign.Start(start.Count, at).Succeeded)
        {
            await db.InsertAsync([campaign], cancellation);
            return;
        }

        var items = start.Make(campaign, at).ToList();
        var decisions = Answer(world, start, items, at);
        Tell(world, "review.started", at, campaign, $"The access review {campaign.Name} comes again: turn {campaign.Turn} of its series, {items.Count} items.");
        await db.InsertAsync([campaign], cancellation);
        await db.InsertAsync(items, cancellation);
        await db.InsertAsync(decisions, cancellation);
    }

    /// <summary>Every third item is answered, as its recommendation says where a person would.</summary>
    private static List<ReviewDecision> Answer(DemoWorld world, CampaignStart start, List<ReviewItem> items, DateTimeOffset at)
    {
        List<ReviewDecision> decisions = [];
        foreach (var (item, found) in items.Zip(start.Items).Where((_, number) => number % 3 == 1))
        {
            var when = at.AddHours(5 + item.Number);
            if (when >= world.Now)
                break;
            var reviewer = start.Ground.Facts(found.Found.Thing, item.ReviewerId);
            var voice = item.Recommended switch
            {
                Recommendation.Revoke => new ReviewVoice(ReviewAnswer.Revoke) { Seconds = 41 },
                Recommendation.KeepAndRotate => new(ReviewAnswer.KeepAndRotate) { RotateBy = DateOnly.FromDateTime(when.UtcDateTime).AddDays(21), Seconds = 58, Reason = "Still needed every day; the key is old." },
                _ => new(ReviewAnswer.Keep) { Seconds = 73, Reason = "Needed for joiners and movers, looked at with the team." },
            };
            if (item.Draft(voice, reviewer, ReasonRule.WhereItMatters, when) is { Succeeded: true, Value: var draft } && item.Submit(draft, reviewer, when.AddMinutes(3)).Succeeded)
                decisions.Add(draft);
        }

        return decisions;
    }

    /// <summary>Events stand by time; this one is told after those that follow it.</summary>
    private static void Tell(DemoWorld world, string kind, DateTimeOffset at, ReviewCampaign campaign, string sentence)
    {
        var told = AuditEvent.Of(Work.Body(ReviewSteps.About(campaign) with { Kind = kind, Sentence = sentence }, Actor.Rule("access reviews"), at));
        var next = world.Events.FindIndex(e => e.At > at);
        world.Events.Insert(next < 0 ? world.Events.Count : next, told);
    }
}
