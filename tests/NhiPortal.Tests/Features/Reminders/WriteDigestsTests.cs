using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Reminders;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reminders;

/// <summary>One digest a day at everybody's own hour, of what is due by then.</summary>
public sealed class WriteDigestsTests
{
    private static readonly IReadOnlyList<KindChoice> Everything = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Morning_NothingDue_SendsNothing()
    {
        await using var scene = await ReminderScene.SetAsync();
        await scene.NextMorningAsync();
        await scene.NextMorningAsync();
        Assert.Empty(await scene.NoticesAsync());
        Assert.Empty(await scene.LettersAsync());
    }

    [Fact]
    public async Task Due_IsToldOnItsDays_AndOnNoOther()
    {
        await using var scene = await ReminderScene.SetAsync();
        var told = new List<int>();
        // Sam's attestation holds for 90 days from day 0, 09:00; mornings come at 07:00.
        for (var day = 1; day <= 106; day++)
        {
            var before = (await scene.LettersAsync()).Count(letter => letter.PersonId == scene.Org.Sam.Id);
            await scene.NextMorningAsync();
            if ((await scene.LettersAsync()).Count(letter => letter.PersonId == scene.Org.Sam.Id) > before)
                told.Add(day);
            await scene.SendAsync();
        }

        Assert.Equal([61, 77, 84, 88, 90, 91, 98, 104], told);
        Assert.Equal(told.Count, scene.Office.Delivered.Count(letter => letter.To == "sam@home.example"));
        Assert.DoesNotContain(await scene.NoticesAsync(scene.Org.Sam), n => n.SettledAt is null);
    }

    [Fact]
    public async Task TwiceOnADay_OrOnTwoInstances_WritesOneDigest()
    {
        await using var scene = await ReminderScene.SetAsync();
        scene.Portal.Time.Advance(TimeSpan.FromDays(80));
        await scene.DigestAsync();
        scene.Portal.Time.Advance(TimeSpan.FromDays(1));
        var others = Enumerable.Range(0, 4).Select(_ => scene.Portal.Second()).ToList();
        await Task.WhenAll(others.Select(other => Task.Run(() => other.Get<WriteDigests>().RunAsync(Stop), Stop)));
        foreach (var other in others)
            await other.DisposeAsync();
        Assert.Equal(0, await scene.DigestAsync());
        var letters = await scene.LettersAsync();
        Assert.Equal(letters.Count, letters.Select(letter => letter.PersonId).Distinct().Count());
        Assert.Contains(letters, letter => letter.PersonId == scene.Org.Sam.Id);
    }

    [Fact]
    public async Task Confirmed_LeavesAtOnce()
    {
        await using var scene = await ReminderScene.SetAsync();
        scene.Portal.Time.Advance(TimeSpan.FromDays(85));
        await scene.DigestAsync();
        await scene.NextMorningAsync();
        var notice = Assert.Single(await scene.NoticesAsync(scene.Org.Sam), n => n.SettledAt is null);
        await scene.Portal.Get<AttestOwnership>().RunAsync(As(scene.Org.Sam), notice.OwnershipId!.Value, Stop);
        await scene.RaiseAsync();
        Assert.DoesNotContain(await scene.NoticesAsync(scene.Org.Sam), n => n.SettledAt is null);
        await scene.SendAsync();
        Assert.DoesNotContain(scene.Office.Delivered, letter => letter.To == "sam@home.example");
        Assert.Contains(await scene.LettersAsync(), letter => letter.PersonId == scene.Org.Sam.Id && letter.State == LetterState.Dropped);
    }

    [Fact]
    public async Task Gaps_AreToldToStaffAndSystemOwners()
    {
        await using var scene = await ReminderScene.SetAsync();
        // Bea's ownership of hr-sync has to be confirmed after 60 days; Sam's and Nora's after 90.
        scene.Portal.Time.Advance(TimeSpan.FromDays(75));
        await scene.SignInAsync(scene.Org.Staff, Role.IamStaff);
        await scene.SignInAsync(scene.Org.Nora, Role.Auditor);
        await scene.Portal.Get<SweepOwnerships>().RunAsync(Stop);
        await scene.DigestAsync();
        await scene.NextMorningAsync();
        var staffs = Assert.Single(await scene.NoticesAsync(scene.Org.Staff));
        Assert.Equal((ReminderKind.GapOpen, "/owners?standing=Gap", "Home: 2 control points have no owner"), (staffs.Kind, staffs.Link, staffs.Title));
        var sams = Assert.Single(await scene.NoticesAsync(scene.Org.Sam), n => n.Kind == ReminderKind.GapOpen);
        Assert.Equal(("/targets/corp-directory", "Corporate directory: 1 integration that reaches it lacks an owner"), (sams.Link, sams.Title));
        Assert.Single(await scene.NoticesAsync(scene.Org.Nora), n => n.Kind == ReminderKind.GapOpen);
    }

    [Fact]
    public async Task Staff_WhoseRoleIsGone_AreToldNothing()
    {
        await using var scene = await ReminderScene.SetAsync();
        await scene.SignInAsync(scene.Org.Staff, Role.IamStaff);
        scene.Portal.Time.Advance(TimeSpan.FromDays(75));
        await scene.Portal.Get<SweepOwnerships>().RunAsync(Stop);
        await scene.DigestAsync();
        await scene.NextMorningAsync();
        Assert.Empty(await scene.NoticesAsync(scene.Org.Staff));
        await scene.SignInAsync(scene.Org.Staff, Role.IamStaff);
        await scene.SignInAsync(scene.Org.Staff);
        await using var db = scene.Portal.Db();
        Assert.Equal(0, await db.SeenRoles.CountAsync(Stop));
    }

    [Fact]
    public async Task OwnZoneAndHour_DecideWhen()
    {
        await using var scene = await ReminderScene.SetAsync();
        scene.Portal.Time.Advance(TimeSpan.FromDays(85));
        Assert.True((await scene.ChooseAsync(scene.Org.Sam, new("Asia/Tokyo", 8, null, null, Everything))).Succeeded);
        // 8 in the morning in Tokyo is 23:00 UTC.
        scene.Portal.Time.SetUtcNow(new DateTimeOffset(scene.Portal.Now.Date.AddHours(22.9), TimeSpan.Zero));
        await scene.DigestAsync();
        Assert.Empty(await scene.NoticesAsync(scene.Org.Sam));
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(10));
        await scene.DigestAsync();
        Assert.Single(await scene.NoticesAsync(scene.Org.Sam));
    }

    [Fact]
    public async Task Kinds_GoAsFarAsTheirPersonChose()
    {
        await using var scene = await ReminderScene.SetAsync();
        await scene.ChooseAsync(scene.Org.Sam, new("UTC", 7, null, null, [new(ReminderKind.AttestationDue, Reach.Nowhere)]));
        await scene.ChooseAsync(scene.Org.Nora, new("UTC", 7, null, null, [new(ReminderKind.AttestationDue, Reach.Portal)]));
        scene.Portal.Time.Advance(TimeSpan.FromDays(85));
        await scene.DigestAsync();
        Assert.Empty(await scene.NoticesAsync(scene.Org.Sam));
        Assert.Null(Assert.Single(await scene.NoticesAsync(scene.Org.Nora)).LetterId);
    }

    [Fact]
    public async Task AnotherHourChosenOnTheSameDay_BringsNoSecondDigest()
    {
        await using var scene = await ReminderScene.SetAsync();
        scene.Portal.Time.Advance(TimeSpan.FromDays(85));
        await scene.DigestAsync();
        await scene.NextMorningAsync();
        await scene.SendAsync();
        await scene.ChooseAsync(scene.Org.Sam, new("UTC", 9, null, null, Everything));
        await scene.Portal.ArrangeAsync(db => db.Ownerships.Add(Ownership.Nominate(scene.Org.Home.Id, OwnerRole.BusinessOwner, scene.Org.Sam.Id, scene.Org.Sync.Id, null, null, null, scene.Portal.Now)));
        scene.Portal.Time.Advance(TimeSpan.FromHours(3));
        await scene.DigestAsync();
        await scene.SendAsync();
        Assert.Single(scene.Office.Delivered, letter => letter.To == "sam@home.example");
    }
}
