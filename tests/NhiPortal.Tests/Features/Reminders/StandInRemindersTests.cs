using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Delegations;
using NhiPortal.Features.Reminders;
using static NhiPortal.Tests.SmallOrganisation;
using HomePage = NhiPortal.Features.Home.Home;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Reminders;

/// <summary>Whoever is asked to stand in is told, in their work and by mail; whoever asked hears the answer.</summary>
public sealed class StandInRemindersTests : IAsyncLifetime
{
    private ReminderScene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => scene = await ReminderScene.SetAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Offered_TellsWhoIsAsked_Once_UntilTheyAnswer()
    {
        var offer = await OfferAsync();
        Assert.Equal(1, await scene.RaiseAsync());
        Assert.Equal(0, await scene.RaiseAsync());
        var notice = Assert.Single(await scene.NoticesAsync());
        Assert.Equal(
            (scene.Org.Nora.Id, ReminderKind.StandInWaiting, "Stand in for Sam", "You are asked to decide for them in every role; accept or decline", "/stand-ins"),
            (notice.PersonId, notice.Kind, notice.Title, notice.Detail, notice.Link));
        Assert.Equal(LetterKind.AtOnce, Assert.Single(await scene.LettersAsync()).Kind);

        Assert.True((await scene.Portal.Get<AcceptDelegation>().RunAsync(As(scene.Org.Nora), offer, Stop)).Succeeded);
        await scene.RaiseAsync();
        Assert.DoesNotContain(await scene.NoticesAsync(scene.Org.Nora), n => n.SettledAt is null);
    }

    [Fact]
    public async Task Offered_AndNotAnswered_IsInTheNextDaysDigest()
    {
        await OfferAsync();
        await scene.RaiseAsync();
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await scene.SendAsync());
        await scene.NextMorningAsync();
        await scene.NextMorningAsync();
        Assert.Contains(await scene.LettersAsync(), letter => letter.PersonId == scene.Org.Nora.Id && letter.Kind == LetterKind.Digest);
        Assert.Single(await scene.NoticesAsync(scene.Org.Nora), n => n.SettledAt is null);
    }

    [Fact]
    public async Task Over_OrTakenBack_Leaves()
    {
        var offer = await OfferAsync();
        await scene.RaiseAsync();
        Assert.True((await scene.Portal.Get<CloseDelegation>().RunAsync(As(scene.Org.Sam), offer, "back again", Stop)).Succeeded);
        await scene.RaiseAsync();
        Assert.Equal(ReminderKind.StandInAnswered, Assert.Single(await scene.NoticesAsync(scene.Org.Nora), n => n.SettledAt is null).Kind);
    }

    [Theory]
    [InlineData(true, "Nora accepted to stand in: Nora for Sam, in every role")]
    [InlineData(false, "Nora declined the standing in: Nora for Sam, in every role")]
    public async Task Answered_TellsTheLender_InThePortalOnly(bool accepted, string told)
    {
        var offer = await OfferAsync();
        if (accepted)
            await scene.Portal.Get<AcceptDelegation>().RunAsync(As(scene.Org.Nora), offer, Stop);
        else
            await scene.Portal.Get<CloseDelegation>().RunAsync(As(scene.Org.Nora), offer, "away myself", Stop);
        var news = Assert.Single(await scene.NoticesAsync());
        Assert.Equal((scene.Org.Sam.Id, ReminderKind.StandInAnswered, "/stand-ins", null), (news.PersonId, news.Kind, news.Link, news.LetterId));
        Assert.StartsWith(told, news.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("away myself", news.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_CountsTheOffer_AndLeadsToIt()
    {
        await OfferAsync();
        await using var page = await PortalPage.OpenAsync(scene.Portal, scene.Org.Nora);
        var home = page.Show<HomePage>("/", ".work-item");
        Assert.Equal("/stand-ins", home.Find(".work-item").GetAttribute("href"));
        Assert.Contains("Stand in for Sam", PortalPage.Words(home.Find(".work-item")), StringComparison.Ordinal);
        Assert.Equal("1 to accept", PortalPage.Words(home.Find(".work-counts")));
        Assert.Empty(await scene.Portal.Get<MyOffersQuery>().RunAsync(As(scene.Org.Sam), Stop));
    }

    private async Task<DelegationId> OfferAsync() =>
        (await scene.Portal.Get<OfferDelegation>().RunAsync(As(scene.Org.Sam), new DelegationOrder(scene.Org.Nora.Mail, null, 7, "Away for a week"), Stop)).Value;
}
