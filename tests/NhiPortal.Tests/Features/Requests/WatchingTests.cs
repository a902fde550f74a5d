using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Reminders;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Reminders;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Requests;

/// <summary>Whoever watches a request hears of whatever becomes of it, as they chose to, and only as long as they may see it.</summary>
public sealed class WatchingTests : IAsyncLifetime
{
    private ReminderScene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => scene = await ReminderScene.SetAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Watching_HearsOfEveryChange_ByMailToo_UntilStopped()
    {
        var id = await scene.Org.AskAsync();
        Assert.True((await StartAsync(scene.Org.Bea, id)).Succeeded);
        Assert.True((await StartAsync(scene.Org.Bea, id)).Succeeded);
        await scene.Org.ApproveAsync(scene.Org.Sam, id);
        await scene.Org.ApproveAsync(scene.Org.Ian, id);

        var heard = (await scene.NoticesAsync(scene.Org.Bea)).Where(n => n.Kind == ReminderKind.RequestWatched).ToList();
        Assert.Equal(["Ian approved group.add_member on corp-directory for hr-sync.", "Sam approved, as system owner, group.add_member on corp-directory for hr-sync."], heard.Select(n => n.Detail).Order(StringComparer.Ordinal));
        Assert.All(heard, notice => Assert.Equal(($"/requests/{id}", true), (notice.Link, notice.LetterId is not null)));
        // A turn of the reminders leaves what is not theirs.
        await scene.RaiseAsync();
        Assert.Equal(2, (await scene.NoticesAsync(scene.Org.Bea)).Count(n => n.Kind == ReminderKind.RequestWatched && n.SettledAt is null));

        var other = await scene.Org.AskAsync(AddMember("u9"));
        await StartAsync(scene.Org.Bea, other);
        Assert.True((await scene.Portal.Get<StopWatching>().RunAsync(As(scene.Org.Bea), other, Stop)).Succeeded);
        Assert.Equal("not_found", (await scene.Portal.Get<StopWatching>().RunAsync(As(scene.Org.Bea), other, Stop)).Refusal!.Code);
        await scene.Portal.Get<CancelRequest>().RunAsync(scene.Org.Caller, other, "not needed", Stop);
        Assert.Equal(2, (await scene.NoticesAsync(scene.Org.Bea)).Count(n => n.Kind == ReminderKind.RequestWatched));
    }

    [Fact]
    public async Task Watching_WhatOneMaySeeNoMore_IsToldNothing()
    {
        var id = await scene.Org.AskAsync();
        await scene.SignInAsync(scene.Org.Staff, Role.IamStaff);
        Assert.True((await scene.Portal.Get<StartWatching>().RunAsync(As(scene.Org.Staff, Role.IamStaff), id, Stop)).Succeeded);
        Assert.Equal("not_found", (await StartAsync(scene.Org.Stranger, id)).Refusal!.Code);
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.Org.ApproveAsync(scene.Org.Sam, id);
        Assert.Single(await scene.NoticesAsync(scene.Org.Staff), n => n.Kind == ReminderKind.RequestWatched);

        await scene.Portal.ArrangeAsync(db => db.SeenRoles.RemoveRange(db.SeenRoles));
        await scene.Org.ApproveAsync(scene.Org.Ian, id);
        Assert.Single(await scene.NoticesAsync(scene.Org.Staff), n => n.Kind == ReminderKind.RequestWatched);
    }

    [Fact]
    public async Task Card_WatchesAndStops_AndSaysWhoIsAway()
    {
        var id = await scene.Org.AskAsync();
        await DelegationsOf(scene.Org.Sam, scene.Org.Nora);
        await using var page = await PortalPage.OpenAsync(scene.Portal, scene.Org.Ian);
        var inbox = page.Show<ApprovalInbox>($"/inbox/{id}", ".watch", parameters => parameters.Add(p => p.Id, id.Value));
        inbox.Find(".watch").Click();
        inbox.WaitForAssertion(() => Assert.Equal("Stop watching (1 person watches)", PortalPage.Words(inbox.Find(".watch"))), PortalPage.Patience);
        inbox.Find(".watch").Click();
        inbox.WaitForAssertion(() => Assert.Equal("Watch", PortalPage.Words(inbox.Find(".watch"))), PortalPage.Patience);
        Assert.Contains("away until", PortalPage.Words(inbox.Find(".stage-list")), StringComparison.Ordinal);
        Assert.Contains("Nora decides instead", PortalPage.Words(inbox.Find(".stage-list")), StringComparison.Ordinal);
    }

    private Task<Result<Done>> StartAsync(Person person, RequestId id) => scene.Portal.Get<StartWatching>().RunAsync(As(person), id, Stop);

    private async Task DelegationsOf(Person lender, Person standIn)
    {
        var offered = await scene.Portal.Get<NhiPortal.Features.Delegations.OfferDelegation>().RunAsync(As(lender), new NhiPortal.Features.Delegations.DelegationOrder(standIn.Mail, null, 7, "Away for a week"), Stop);
        Assert.True((await scene.Portal.Get<NhiPortal.Features.Delegations.AcceptDelegation>().RunAsync(As(standIn), offered.Value, Stop)).Succeeded);
    }
}
