using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Owners;
using NhiPortal.Features.People;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Access;
using static NhiPortal.Tests.SmallOrganisation;
using Scene = NhiPortal.Tests.Features.Access.Scene;

namespace NhiPortal.Tests.Features.People;

/// <summary>An owner disappears from the directory: what they own closes, the next are asked, and who accepts opens it again.</summary>
public sealed class SuccessionStoryTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-succession-");
    private PeopleFile file = null!;
    private Scene scene = null!;
    private ApiPortal second = null!;

    private TestPortal Portal => scene.Portal;

    private SmallOrganisation Org => scene.Org;

    public async ValueTask InitializeAsync()
    {
        file = new PeopleFile(Path.Combine(folder.FullName, "people.csv"));
        scene = await Scene.StartAsync(file.Settings);
        second = await ApiPortal.StartAsync(Portal);
        file.Tell(Org.Staff).Tell(Org.Bea, manager: Org.Staff).Tell(Org.Ian, manager: Org.Staff).Tell(Org.Nora, manager: Org.Staff).Tell(Org.Sam, manager: Org.Staff);
        await DeputyOfSamAsync(Org.Nora);
        await SyncAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await second.DisposeAsync();
        await scene.DisposeAsync();
        folder.Delete(true);
    }

    [Fact]
    public async Task OwnerDisabled_ClosesTheirTargetAtOnce_AsksTheDeputy_AndAcceptanceOpensItAgain()
    {
        await scene.ApprovedAsync();
        var other = await Org.AskAsync(AddMember("u9", "readers", "orders-db"));
        await Org.ApproveAsync(Org.Nora, other);
        await Org.ApproveAsync(Org.Ian, other);
        Assert.True((await second.EvaluateAsync(scene.Token, Scene.Body())).Decision);

        await SyncAsync(file.Tell(Org.Sam, enabled: false, manager: Org.Staff));
        foreach (var api in new[] { scene.Api, second })
        {
            var denied = await api.EvaluateAsync(scene.Token, Scene.Body());
            Assert.Equal((false, "ownership_gap:system_owner:corp-directory"), (denied.Decision, denied.Reason));
            Assert.True((await api.EvaluateAsync(scene.Token, Scene.Body("u9", group: "readers", target: "orders-db"))).Decision);
        }

        await SweepAsync();
        var detail = await CellAsync();
        Assert.Equal((OwnershipState.Lapsed, GapKind.OwnerInactive, "Nora"), (detail.Cell.Holder!.State, detail.Cell.Gap!.Kind, detail.Cell.Nominee!.Name));
        var asked = Assert.Single(await RecordedAsync("ownership.nominated"));
        Assert.Equal((ActorKind.Rule, "succession"), (asked.Actor.Kind, asked.Actor.Name));
        Assert.Equal("Nora, deputy, is asked to take over as system owner of corp-directory from Sam, who is disabled.", asked.Sentence);
        Assert.Equal(Standing.Gap, await StandingAsync());

        Assert.True((await Portal.Get<AcceptOwnership>().RunAsync(As(Org.Nora), detail.Cell.Nominee.Id, Stop)).Succeeded);
        // The gap is closed; what was approved under the former owner is decided again, and what is asked now can be.
        foreach (var api in new[] { scene.Api, second })
            Assert.Equal("facts_changed", (await api.EvaluateAsync(scene.Token, Scene.Body())).Reason);
        var fresh = await Org.AskAsync(AddMember("u77"));
        await Org.ApproveAsync(Org.Nora, fresh);
        await Org.ApproveAsync(Org.Ian, fresh);
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body("u77"))).Decision);
        await SweepAsync();
        Assert.Equal(Standing.Accountable, await StandingAsync());
        Assert.Equal(["person.disabled", "ownership.nominated", "gap.opened", "ownership.accepted", "gap.closed"], await KindsAsync("person.disabled", "ownership.nominated", "gap.opened", "ownership.accepted", "gap.closed"));
        Assert.Contains(await scene.Api.RecordedAsync("access.denied", 2), body => body.Facts?.Values.Contains("ownership_gap:system_owner:corp-directory") is true || body.Sentence.Contains("corp-directory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DeputySilent_ManagerIsAsked_AndNobodyLeftIsRecordedOnce()
    {
        await SyncAsync(file.Remove(Org.Sam.ObjectId));
        await SweepAsync();
        Assert.Equal("Nora", await NomineeAsync());
        Portal.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1));
        await SweepAsync();
        Assert.Equal("Nora", await NomineeAsync());
        Portal.Time.Advance(TimeSpan.FromMinutes(1));
        await SweepAsync();
        Assert.Equal("Staff", await NomineeAsync());
        Assert.Contains("did not answer in time", Assert.Single(await RecordedAsync("ownership.nomination_ended")).Sentence, StringComparison.Ordinal);

        await DeclineAsync(Org.Staff);
        for (var again = 0; again < 3; again++)
        {
            Portal.Time.Advance(TimeSpan.FromDays(15));
            await LookAsync();
            await SweepAsync();
        }

        Assert.Null(await NomineeAsync());
        var nobody = Assert.Single(await RecordedAsync("ownership.nobody_left"));
        Assert.Equal("Sam", nobody.Facts!["from"]);
        Assert.NotNull((await CellAsync()).Cell.Gap);
    }

    [Fact]
    public async Task DeputyGoneToo_ManagerIsAskedAtOnce_AndTheDeputyshipHasEnded()
    {
        await SyncAsync(file.Tell(Org.Nora, enabled: false));
        await SweepAsync();
        Assert.True((await CellAsync()).Cell.Holder!.DeputyGone);
        Assert.Equal("Nora is no longer deputy of Sam, system owner of corp-directory: they are not active any more.", Assert.Single(await RecordedAsync("ownership.deputy_gone")).Sentence);
        await SyncAsync(file.Tell(Org.Sam, enabled: false, manager: Org.Staff));
        await SweepAsync();
        Assert.Equal("Staff", await NomineeAsync());
    }

    [Fact]
    public async Task NomineeGone_TheNextIsAsked()
    {
        await SyncAsync(file.Tell(Org.Sam, enabled: false, manager: Org.Staff));
        await SweepAsync();
        await SyncAsync(file.Tell(Org.Nora, enabled: false));
        await SweepAsync();
        Assert.Equal("Staff", await NomineeAsync());
        Assert.Contains("Nora is no longer active", Assert.Single(await RecordedAsync("ownership.nomination_ended")).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deputy_WhoWouldHoldEveryRole_IsPassedOver()
    {
        // Ian is IAM owner and becomes business owner, too: he must not get the target as well.
        var nominated = await Portal.Get<NominateOwner>().RunAsync(As(Org.Staff, Role.IamStaff), new OwnerCell(OwnerRole.BusinessOwner, Org.Sync.Id, null), Org.Ian.Id, null, Stop);
        Assert.True((await Portal.Get<AcceptOwnership>().RunAsync(As(Org.Ian), nominated.Value, Stop)).Succeeded);
        await DeputyOfSamAsync(Org.Ian);
        await SyncAsync(file.Tell(Org.Sam, enabled: false, manager: Org.Staff));
        await SweepAsync();
        Assert.Equal("Staff", await NomineeAsync());
        Assert.Equal("Ian (deputy): would hold every role around it", (await RecordedAsync("ownership.nominated"))[^1].Facts!["passed_over"]);
    }

    [Fact]
    public async Task OwnerBack_HoldsAgain_AndTheNominationEnds()
    {
        await SyncAsync(file.Tell(Org.Sam, enabled: false, manager: Org.Staff));
        await SweepAsync();
        await SyncAsync(file.Tell(Org.Sam, manager: Org.Staff));
        await SweepAsync();
        Assert.Null(await NomineeAsync());
        Assert.Null((await CellAsync()).Cell.Gap);
        Assert.Contains("Sam is back", Assert.Single(await RecordedAsync("ownership.nomination_ended")).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyLeft_NewManagerInTheDirectory_IsAsked()
    {
        await DeputyOfSamAsync(null);
        await SyncAsync(file.Tell(Org.Sam, enabled: false));
        await SweepAsync();
        Assert.Single(await RecordedAsync("ownership.nobody_left"));
        await SyncAsync(file.Tell("boss", "Boss", "boss@home.example").Tell(Org.Sam.ObjectId, "Sam", "sam@home.example", false, "boss"));
        await SweepAsync();
        Assert.Equal("Boss", await NomineeAsync());
    }

    [Fact]
    public async Task PersonNominated_IsWaitedFor()
    {
        var staff = As(Org.Staff, Role.IamStaff);
        await Portal.Get<NominateOwner>().RunAsync(staff, new OwnerCell(OwnerRole.SystemOwner, null, Org.Directory.Id), Org.Bea.Id, null, Stop);
        await SyncAsync(file.Tell(Org.Sam, enabled: false, manager: Org.Staff));
        await SweepAsync();
        Assert.Equal("Bea", await NomineeAsync());
    }

    [Fact]
    public async Task ApproverWhoLeftBetweenStages_ApprovesNothing()
    {
        var request = await Org.AskAsync();
        Assert.True((await Org.ApproveAsync(Org.Sam, request)).Succeeded);
        await SyncAsync(file.Tell(Org.Ian, enabled: false));
        Assert.Equal("person_inactive", (await Org.ApproveAsync(Org.Ian, request)).Refusal?.Code);
        Assert.Equal(RequestStatus.Pending, (await Org.ReadAsync(request)).Status);

        await SyncAsync(file.Tell(Org.Ian).Tell(Org.Sam, enabled: false));
        Assert.False((await Org.ApproveAsync(Org.Ian, request)).Succeeded, "Sam's approval counts no more when Sam holds nothing.");
    }

    [Fact]
    public async Task GroupMail_IsNobody()
    {
        var asked = await Portal.Get<NominateOwner>().RunAsync(As(Org.Staff, Role.IamStaff), new OwnerCell(OwnerRole.SystemOwner, null, Org.Directory.Id), new PersonId(Guid.NewGuid()), null, Stop);
        Assert.Equal("unknown_person", asked.Refusal?.Code);
        Assert.Empty(await Portal.Get<PersonSearchQuery>().RunAsync(As(Org.Staff, Role.IamStaff), "owners@home.example", Org.Home.Id, Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task DeputyOfSamAsync(Person? deputy) => Portal.ArrangeAsync(db =>
    {
        foreach (var held in db.Ownerships.Where(o => o.PersonId == Org.Sam.Id && o.ClosedAt == null))
            held.End(OwnershipEnd.Ended, "Arranged anew.", Portal.Now);
        db.SaveChanges();
        var ownership = Ownership.Nominate(Org.Home.Id, OwnerRole.SystemOwner, Org.Sam.Id, null, Org.Directory.Id, deputy?.Id, Org.Staff.Id, Portal.Now);
        ownership.Accept(Org.Sam.Id, 90, Portal.Now);
        db.Add(ownership);
    });

    private Task LookAsync() => Portal.ArrangeAsync(db =>
    {
        foreach (var ownership in db.Ownerships.Where(o => o.TargetId == Org.Directory.Id && o.ClosedAt == null))
            ownership.LookNow(Portal.Now);
    });

    private async Task SyncAsync(PeopleFile? _ = null)
    {
        Portal.Time.Advance(TimeSpan.FromSeconds(1));
        var done = await Portal.Get<SyncPeople>().RunAsync(Actor.Rule("directory sync"), new SyncOrder(), null, Stop);
        await using var db = Portal.Db();
        Assert.Null((await db.PeopleSyncs.SingleAsync(s => s.Id == done.Value, Stop)).Problem);
    }

    private Task<int> SweepAsync() => Portal.Get<SweepOwnerships>().RunAsync(Stop);

    private async Task<OwnerCellDetail> CellAsync() =>
        (await Portal.Get<OwnerCellQuery>().RunAsync(As(Org.Staff, Role.IamStaff), OwnerRole.SystemOwner, "corp-directory", Stop))!;

    private async Task<string?> NomineeAsync() => (await CellAsync()).Cell.Nominee?.Name;

    private async Task DeclineAsync(Person person) =>
        Assert.True((await Portal.Get<DeclineOwnership>().RunAsync(As(person), (await CellAsync()).Cell.Nominee!.Id, "Not my system at all", Stop)).Succeeded);

    private async Task<Standing> StandingAsync()
    {
        await using var db = Portal.Db();
        return await db.Integrations.Where(i => i.Id == Org.Sync.Id).Select(i => i.Standing).SingleAsync(Stop);
    }

    private async Task<List<string>> KindsAsync(params string[] kinds)
    {
        await using var db = Portal.Db();
        return await db.AuditEvents.Where(e => kinds.Contains(e.Kind)).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(Stop);
    }

    private async Task<List<AuditBody>> RecordedAsync(string kind)
    {
        await using var db = Portal.Db();
        return [.. (await db.AuditEvents.Where(e => e.Kind == kind).OrderBy(e => e.Id).Select(e => e.Body).ToListAsync(Stop)).Select(AuditBody.Parse)];
    }
}
