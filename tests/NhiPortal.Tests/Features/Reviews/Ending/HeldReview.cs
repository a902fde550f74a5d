using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reviews.Ending;

/// <summary>A review from its start to its end, with Nora asked about everything and Staff leading it.</summary>
internal static class HeldReview
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<CampaignId> StartAsync(TestPortal portal, SmallOrganisation org, ReviewScope scope)
    {
        var staff = As(org.Staff, Role.IamStaff);
        var made = await portal.Get<SaveCampaign>().RunAsync(staff, org.Home.Id, null, new() { Name = "What is left", Scope = scope, Stages = [new(ReviewerRule.Named, org.Nora.Id)], Fallback = org.Staff.Id, Lead = org.Staff.Id, DueDays = 10 }, Stop);
        var started = await portal.Get<StartCampaign>().RunAsync(staff, made.Value, Stop);
        Assert.True(started.Succeeded, started.Refusal?.Sentence);
        return made.Value;
    }

    /// <param name="voice">What Nora says of an item; null where she says nothing.</param>
    public static async Task AnswerAsync(TestPortal portal, SmallOrganisation org, CampaignId id, Func<ReviewItem, ReviewVoice?> voice)
    {
        await using var db = portal.Db();
        // One call for all that are told the same.
        foreach (var same in (await db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == id).ToListAsync(Stop)).GroupBy(voice))
            if (same.Key is { } said)
            {
                var drafted = await portal.Get<AnswerItems>().RunAsync(As(org.Nora), id, [.. same.Select(item => item.Number)], said with { Seconds = 30 }, Stop);
                Assert.True(drafted.Succeeded, drafted.Refusal?.Sentence);
            }

        Assert.True((await portal.Get<SubmitAnswers>().RunAsync(As(org.Nora), id, Stop)).Succeeded);
    }

    /// <summary>Closes it, and takes it as far as the portal comes by itself.</summary>
    public static async Task FinishAsync(TestPortal portal, SmallOrganisation org, CampaignId id)
    {
        await CloseAsync(portal, org, id);
        await portal.CarryOnAsync();
    }

    public static async Task CloseAsync(TestPortal portal, SmallOrganisation org, CampaignId id)
    {
        var closed = await portal.Get<CloseReview>().RunAsync(As(org.Staff, Role.IamStaff), id, "Everything that matters is decided", Stop);
        Assert.True(closed.Succeeded, closed.Refusal?.Sentence);
    }

    /// <summary>What the portal's jobs do until nothing is left for them.</summary>
    public static async Task CarryOnAsync(this TestPortal portal)
    {
        await portal.Get<FinishReviews>().RunAsync(Stop);
        await portal.Get<CarryOutDue>().RunAsync(Stop);
        await portal.Get<CarryOutRemovals>().RunAsync(Stop);
        await portal.Get<FinishReviews>().RunAsync(Stop);
    }
}
