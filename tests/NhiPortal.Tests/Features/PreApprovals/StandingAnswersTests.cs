using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.PreApprovals;
using NhiPortal.Features.Reminders;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Access;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.PreApprovals;

/// <summary>A standing pre-approval answers a workload at once: on the record with the people who gave it, counted, and only while it stands.</summary>
public sealed class StandingAnswersTests : IAsyncLifetime
{
    private Scene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestPortal Portal => scene.Portal;

    private SmallOrganisation Org => scene.Org;

    public async ValueTask InitializeAsync() => scene = await Scene.StartAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Workload_AsksForWhatIsCovered_IsAnsweredAtOnce_AndTheRecordNamesThePeople()
    {
        var id = await PreApprovalScene.GiveAsync(Portal, Org);
        await using (var none = Portal.Db())
            Assert.False(await none.Grants.AnyAsync(Stop));

        var asked = await scene.Api.AskAsync(scene.Token, Scene.AskBody());
        Assert.Equal((201, "approved"), (asked.Status, asked.Task.GetProperty("status").GetString()));
        // Asking again before it was used spends no further use; what was used is granted once more.
        Assert.Equal(asked.Task.GetProperty("id").GetString(), (await scene.Api.AskAsync(scene.Token, Scene.AskBody())).Task.GetProperty("id").GetString());
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);
        Assert.Equal("grant_used_up", (await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Reason);
        Assert.Equal((1, PreApprovalStatus.Active), ((await PreApprovalScene.ReadAsync(Portal, id)).Uses, (await PreApprovalScene.ReadAsync(Portal, id)).Status));

        await using var db = Portal.Db();
        var told = AuditBody.Parse((await db.AuditEvents.SingleAsync(e => e.Kind == "request.pre_approved", Stop)).Body);
        Assert.Equal((Org.Workload.Id.Value, id.ToString(), "1 of 4"), (told.Actor.Id, told.Facts!["pre_approval"], told.Facts["use"]));
        Assert.Equal(["Ian iam_owner", "Sam system_owner"], told.Approvers!.Select(a => $"{a.Name} {a.Role}").Order());
        Assert.Equal(3, told.Owners!.Count);
        var grant = await db.Grants.AsNoTracking().SingleAsync(Stop);
        Assert.Equal((1, TimeSpan.FromMinutes(30)), (grant.UseLimit, grant.Until - grant.From));
    }

    [Fact]
    public async Task Uses_ADayAndInAll_AreNeverExceeded_ThenPeopleAreAskedAgain()
    {
        var id = await PreApprovalScene.GiveAsync(Portal, Org);
        foreach (var day in new[] { 0, 1 })
        {
            Portal.Time.Advance(TimeSpan.FromDays(day));
            foreach (var group in new[] { "a", "b" })
                Assert.Equal(RequestStatus.Approved, await AskedAsync(group));
            Assert.Equal(RequestStatus.Pending, await AskedAsync($"c{day}"));
        }

        var used = await PreApprovalScene.ReadAsync(Portal, id);
        Assert.Equal((4, PreApprovalStatus.UsedUp), (used.Uses, used.Status));
        Portal.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(RequestStatus.Pending, await AskedAsync("d"));
        await using var db = Portal.Db();
        Assert.Equal(4, await db.Grants.CountAsync(Stop));
    }

    [Fact]
    public async Task Owners_HearOfUses_OnceADay_AndOfItsEnd_AndTheClockEndsIt()
    {
        var id = await PreApprovalScene.GiveAsync(Portal, Org);
        await AskedAsync("a");
        await AskedAsync("b");
        await using var db = Portal.Db();
        var notices = await db.Notices.Where(n => n.Kind == ReminderKind.PreApprovalUsed && n.SettledAt == null).ToListAsync(Stop);
        Assert.Equal(new[] { Org.Bea.Id, Org.Ian.Id, Org.Sam.Id }.ToHashSet(), notices.Select(n => n.PersonId).ToHashSet());
        Assert.All(notices, notice => Assert.StartsWith("Used 2 times on this day, 2 of 4 in all.", notice.Detail, StringComparison.Ordinal));

        Portal.Time.Advance(TimeSpan.FromDays(5));
        await Portal.Get<WriteDigests>().RunAsync(Stop);
        Assert.Equal(Org.Bea.Id, Assert.Single(await db.Notices.AsNoTracking().Where(n => n.Kind == ReminderKind.PreApprovalEnding && n.SettledAt == null).ToListAsync(Stop)).PersonId);
        Portal.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(RequestStatus.Pending, await AskedAsync("after its end"));
        Assert.Equal(1, await Portal.Get<EndDuePreApprovals>().RunAsync(Stop));
        Assert.Equal(0, await Portal.Get<EndDuePreApprovals>().RunAsync(Stop));
        Assert.Equal(PreApprovalStatus.Expired, (await PreApprovalScene.ReadAsync(Portal, id)).Status);
    }

    [Fact]
    public async Task Revoked_ByWhoGaveIt_AnswersNothing_AndItsGrantsEnd()
    {
        var id = await PreApprovalScene.GiveAsync(Portal, Org);
        Assert.Equal(RequestStatus.Approved, await AskedAsync("Domain Admins"));
        Assert.Equal("too_short", (await Portal.Get<RevokePreApproval>().RunAsync(As(Org.Ian), id, "no", Stop)).Refusal!.Code);
        Assert.True((await Portal.Get<RevokePreApproval>().RunAsync(As(Org.Ian), id, "Not what I expected", Stop)).Succeeded);

        Assert.Equal("grant_revoked", (await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Reason);
        Assert.Equal(RequestStatus.Pending, await AskedAsync("Domain Admins"));
        Assert.Equal("already_ended", (await Portal.Get<RevokePreApproval>().RunAsync(As(Org.Sam), id, "Not what I expected", Stop)).Refusal!.Code);
        await using var db = Portal.Db();
        Assert.Equal(GrantStatus.Revoked, (await db.Grants.SingleAsync(Stop)).Status);
        Assert.Contains(await db.Notices.Where(n => n.Kind == ReminderKind.PreApprovalUsed).ToListAsync(Stop), n => n.PersonId == Org.Sam.Id && n.Detail.Contains("revoked", StringComparison.Ordinal));
    }

    private async Task<RequestStatus> AskedAsync(string group) => (await Org.ReadAsync(await Org.AskAsync(AddMember("u123", group)))).Status;
}
