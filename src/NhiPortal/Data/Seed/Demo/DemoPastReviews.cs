using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Reviews;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>
/// Access reviews of the demo that are over: last quarter's of administrators, carried out with its proof, and one of vendors that was
/// rushed, says so, and does not count.
/// </summary>
internal static class DemoPastReviews
{
    private const string Account = "svc-release", Group = "Server Operators";

    private static readonly (int Seconds, string Reason)[] Read =
    [
        (71, "Joiners need it on their first morning; looked through its grants with the team."), (38, "Used every week, and only within its pattern."),
        (54, "Looked at the last renewals with whoever runs it."), (96, "Asked the business owner, who still counts on it."),
    ];

    /// <summary>Last quarter's campaign, of which the running one is the next turn.</summary>
    /// <returns>The next turn, still a draft.</returns>
    public static async Task<ReviewCampaign> WriteQuarterAsync(DemoWorld world, PortalDb db, CampaignPlan plan, DateTimeOffset next, CancellationToken cancellation)
    {
        var at = next.AddMonths(-3);
        var campaign = ReviewCampaign.Draft(world.Tenants[DemoReviews.Tenant].Id, plan, plan.Lead, at.AddHours(-3)).Value;
        var release = world.Integrations["release-captain"];
        var closed = PrivilegePath.Create(release.Id, world.Targets["corp-directory"].Id, "credential.issue", "ci-*", release.RegisteredAt.AddMinutes(5));
        var start = await StartAsync(db, campaign, plan, at, [Of(world, closed, release)], cancellation);
        var past = new PastReview(world, campaign, start, at);
        if (!past.Begin())
            return ReviewCampaign.Draft(campaign.TenantId, plan, plan.Lead, next.AddHours(-2)).Value;
        past.Answer((item, number) => item.PathId == closed.Id
            ? new(ReviewAnswer.Revoke) { Seconds = 64, Reason = "The migration it was opened for is over." }
            : new(ReviewAnswer.Keep) { Seconds = Read[number % Read.Length].Seconds, Reason = Read[number % Read.Length].Reason });
        var over = past.End();
        closed.Remove(over);
        var removal = Removal.Order(
            campaign.TenantId, closed.TargetId, release.Id, new() { Account = Account, Member = false, Held = HeldKind.Group, Holder = Group }, $"The access review “{campaign.Name}” revoked it.", null, over);
        TargetState before = new() { Exists = true, Enabled = true, Member = true };
        removal.Report(before, before with { Member = false }, null, false, over.AddMinutes(1));
        past.CarryOut(closed, release, removal);
        past.SignOff("I went through every decision with the system owner, and the directory shows that the account is out of the group.");
        var following = campaign.Again(next).Value;
        await db.InsertAsync([closed], cancellation);
        await db.InsertAsync([removal], cancellation);
        await past.InsertAsync(db, cancellation);
        return following;
    }

    /// <summary>Somebody kept everything vendors operate in one go.</summary>
    public static async Task WriteRushedAsync(DemoWorld world, PortalDb db, CampaignPlan like, CancellationToken cancellation)
    {
        var at = world.Workday(66);
        var plan = like with
        {
            Name = "What vendors operate",
            Scope = new() { Kind = IntegrationKind.VendorOperated, Keys = false },
            DueDays = 5,
            Undecided = UndecidedOutcome.Keep,
            Repeats = Recurrence.Once,
            // Whoever watches the vendors is tied to what they run, so somebody else stands behind.
            Fallback = world.People["oluwaseun"].Id,
        };
        var campaign = ReviewCampaign.Draft(world.Tenants[DemoReviews.Tenant].Id, plan, plan.Lead, at.AddHours(-3)).Value;
        var past = new PastReview(world, campaign, await StartAsync(db, campaign, plan, at, [], cancellation), at);
        if (!past.Begin())
            return;
        past.Answer((_, _) => new(ReviewAnswer.Keep) { Seconds = 1, Bulk = true, Reason = "All of it is in use." });
        past.End();
        past.SignOff("Signed so that it is closed. It was rushed, so it is to be done again with more time.");
        await past.InsertAsync(db, cancellation);
    }

    /// <summary>What stood at that time, by what the register knows today: nothing that came later.</summary>
    private static async Task<CampaignStart> StartAsync(PortalDb db, ReviewCampaign campaign, CampaignPlan plan, DateTimeOffset at, IReadOnlyList<Found> gone, CancellationToken cancellation)
    {
        var start = await CampaignStart.ReadAsync(db, campaign.TenantId, plan, true, at, cancellation);
        var there = start.Items.Select(item => item.Found).Where(found => found.Since < at && found.Integration.RegisteredAt < at).Concat(gone);
        return start with { Items = [.. ReviewSubject.InOrder(there, found => found.Subject).Select(found => (found, start.Ground.AssignAll(plan, found.Thing)))] };
    }

    private static Found Of(DemoWorld world, PrivilegePath path, Integration integration)
    {
        var (target, action) = (world.Of(path.TargetId), world.Actions[path.ActionName]);
        var subject = new ReviewSubject
        {
            Kind = ReviewItemKind.Privilege,
            Tenant = integration.TenantId,
            Integration = integration.Id,
            Key = integration.Key,
            Target = target.Id,
            TargetKey = target.Key,
            Path = path.Id,
            Action = path.ActionName,
            Pattern = path.ResourcePattern,
            Risk = action.Risk,
        };
        return new(subject, integration, null, action.Title, target.Name, path.ApprovedAt, null);
    }
}
