using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Home;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Notifications;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reviews.Ending;

/// <summary>At a review's end its lead hears of it, and whoever has something to do by hand finds it in their work.</summary>
public sealed class LeadAndHandsTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor Iam => As(org.Staff, Role.IamStaff);

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task LinesByHand_WaitForWhoeverIsAsked_OrForIamStaff()
    {
        var campaign = await StartAsync();
        Assert.True((await portal.Get<CloseReview>().RunAsync(Iam, campaign, "Everything that matters is decided", Stop)).Succeeded);
        await portal.ArrangeAsync(db =>
        {
            var item = db.ReviewItems.Single(i => i.CampaignId == campaign && i.Number == 1);
            db.AddRange(
                CarryOut.LeftToHand(item, 1, CarryOutKind.Account, "Switch off svc-sync", org.Bea.Id, portal.Now), CarryOut.LeftToHand(item, 2, CarryOutKind.Credential, "Delete the key", null, portal.Now));
        });

        var link = $"/reviews/{campaign}/carry-out?state=ByHand";
        Assert.Equal(["By hand: Switch off svc-sync"], await WorkAsync(As(org.Bea), link));
        Assert.Equal(["By hand: Delete the key"], await WorkAsync(Iam, link));
        Assert.Empty(await WorkAsync(As(org.Ian), link));
        // Whoever has to do it can look at it, and it leaves their work once it is done.
        Assert.NotNull(await portal.Get<ReviewEndingQuery>().RunAsync(As(org.Bea), campaign, null, 0, 25, Stop));
        Assert.True((await portal.Get<ConfirmCarryOut>().RunAsync(As(org.Bea), campaign, 1, 1, "I switched it off and looked again", Stop)).Succeeded);
        Assert.Empty(await WorkAsync(As(org.Bea), link));
    }

    [Fact]
    public async Task Lead_IsToldThatItIsOver_ThenThatItWaitsForThem_UntilTheySign()
    {
        var campaign = await StartAsync();
        portal.Time.Advance(TimeSpan.FromDays(20));
        await portal.ArrangeAsync(db => db.Add(CarryOut.LeftToHand(db.ReviewItems.Single(i => i.CampaignId == campaign && i.Number == 1), 1, CarryOutKind.Account, "Switch it off", null, portal.Now)));
        await portal.Get<FinishReviews>().RunAsync(Stop);
        Assert.StartsWith("Everything is over: 0 of", Assert.Single(await ToldAsync()), StringComparison.Ordinal);

        await portal.ArrangeAsync(db =>
        {
            foreach (var line in db.CarryOuts.Where(l => l.DoneAt == null).ToList())
            {
                line.LeaveToHand(null, portal.Now);
                line.ConfirmByHand(org.Staff.Id, "I looked at it", portal.Now);
            }
        });
        await portal.Get<FinishReviews>().RunAsync(Stop);
        Assert.Equal(["Everything waits for your sign-off"], await ToldAsync());
        Assert.True((await portal.Get<SignOffReview>().RunAsync(Iam, campaign, "I looked at every proof", Stop)).Succeeded);
        Assert.Empty(await ToldAsync());
    }

    [Theory]
    [InlineData("review.started", "/reviews/x")]
    [InlineData("review.signed_off", "/reviews/x/carry-out")]
    public void Event_LeadsToItsReview(string kind, string path)
    {
        Assert.Equal(path, ChannelWords.PathOf(new() { Id = default, Kind = kind, Sentence = "", At = default, Actor = default!, Facts = new Dictionary<string, string?> { ["campaign"] = "x" } }));
        Assert.NotEqual(ChannelWords.Title("channel.tested"), ChannelWords.Title(kind));
    }

    private async Task<CampaignId> StartAsync()
    {
        var draft = await portal.Get<SaveCampaign>().RunAsync(
            Iam, org.Home.Id, null, new() { Name = "Everything", Scope = new(), Stages = [new(ReviewerRule.SystemOwner)], Fallback = org.Nora.Id, Lead = org.Staff.Id, DueDays = 10 }, Stop);
        Assert.True((await portal.Get<StartCampaign>().RunAsync(Iam, draft.Value, Stop)).Succeeded);
        return draft.Value;
    }

    private async Task<IEnumerable<string>> WorkAsync(Actor actor, string link) =>
        (await portal.Get<MyWorkQuery>().RunAsync(actor, Stop)).Items.Where(item => item.Href == link).Select(item => item.What.ToString());

    private async Task<List<string>> ToldAsync()
    {
        await using var db = portal.Db();
        return await db.Notices.Where(n => n.PersonId == org.Staff.Id && n.Kind == ReminderKind.ReviewLead && n.SettledAt == null).Select(n => n.Title).ToListAsync(Stop);
    }
}
