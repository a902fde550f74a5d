using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.People;
using NhiPortal.Features.People;
using NhiPortal.SignIn;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.People;

/// <summary>The people sync on the real database: what it takes over, and what it refuses whole.</summary>
public sealed class SyncPeopleTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-peoplefile-");
    private PeopleFile file = null!;
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        file = new PeopleFile(Path.Combine(folder.FullName, "people.csv"));
        portal = await TestPortal.StartAsync(settings => settings with { People = file.Settings });
        org = await CreateAsync(portal);
        foreach (var person in new[] { org.Bea, org.Ian, org.Sam, org.Nora, org.Staff })
            file.Tell(person, manager: person == org.Staff ? null : org.Staff);
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        folder.Delete(true);
    }

    [Fact]
    public async Task Sync_First_MatchesByObjectIdAndCreatesTheRest()
    {
        // A manager may stand below whom they lead; the file says nothing of the stranger, who stays.
        file.Tell("new-1", "Zoë", "zoe@home.example", manager: "new-2").Tell("new-2", "Yara", "yara@home.example").Tell("new-3", "Guest", "g@vendor.example", enabled: false, external: true);
        var sync = await SyncAsync();
        Assert.Equal((SyncStatus.Applied, 8, 3, 5, 0, 0), (sync.Status, sync.Found, sync.Created, sync.Changed, sync.Disabled, sync.HaveLeft));
        await using var db = portal.Db();
        var people = await db.People.AsNoTracking().ToDictionaryAsync(p => p.ObjectId, Stop);
        Assert.Equal((people["new-2"].Id, org.Home.Id, "csv", true), (people["new-1"].ManagerId!.Value, people["new-1"].TenantId, people["new-1"].Source, people["new-1"].Active));
        Assert.Equal((PersonStatus.Disabled, true), (people["new-3"].Status, people["new-3"].External));
        Assert.Equal(org.Staff.Id, people["oid-Bea"].ManagerId);
        Assert.Equal((true, null), (people["oid-stranger"].Active, people["oid-stranger"].Source));
        Assert.Equal(3, (await RecordedAsync("person.created")).Count);
    }

    [Fact]
    public async Task Sync_Again_ChangesNothing()
    {
        await SyncAsync();
        var events = await CountAsync();
        var sync = await SyncAsync();
        Assert.Equal((0, 5), (sync.Changes, sync.Found));
        Assert.Equal(events, await CountAsync());
    }

    [Fact]
    public async Task Sync_ChangedLeftAndBack_TellsEach()
    {
        await SyncAsync();
        file.Remove(org.Nora.ObjectId).Tell(org.Ian, enabled: false, manager: org.Staff).Tell("oid-Bea", "Beatrix", "bea@home.example", manager: "oid-Staff");
        var sync = await SyncAsync();
        Assert.Equal((1, 1, 1, 0), (sync.Changed, sync.Disabled, sync.HaveLeft, sync.Returned));
        var left = Assert.Single(await RecordedAsync("person.left"));
        Assert.Equal(("Nora", "Active", "Left"), (left.Person!.Key, left.Before!["status"], left.After!["status"]));
        Assert.Contains("Beatrix: was called Bea.", sync.Lines.Select(line => line.Sentence));

        file.Tell(org.Nora, manager: org.Staff).Tell(org.Ian, manager: org.Staff);
        sync = await SyncAsync();
        Assert.Equal(2, sync.Returned);
        await using var db = portal.Db();
        Assert.True(await db.People.AllAsync(p => p.Status == PersonStatus.Active && p.InactiveSince == null, Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("object_id,name,mail,enabled,manager,external\n")]
    [InlineData("object_id,name,mail,enabled,manager,external\noid-Bea,Bea,b@h.example,true,,\noid-Ian,Ian")]
    public async Task Sync_HalfAFile_ChangesNothingAndSaysSo(string text)
    {
        await SyncAsync();
        var before = await PeopleAsync();
        file.Raw(text);
        var sync = await SyncAsync();
        Assert.NotEqual(SyncStatus.Applied, sync.Status);
        Assert.NotNull(sync.Problem);
        Assert.Equal(before, await PeopleAsync());
        Assert.Equal(sync.Problem, Assert.Single(await RecordedAsync("people.sync.failed")).Sentence.Split(": ", 2)[1]);
    }

    [Fact]
    public async Task Sync_ManyMissing_IsHeldUntilAnAdministratorConfirmsOnce()
    {
        for (var n = 0; n < 40; n++)
            file.Tell($"p{n}", $"P {n}", $"p{n}@home.example");
        await SyncAsync();
        for (var n = 0; n < 5; n++)
            file.Remove($"p{n}");
        var held = await SyncAsync();
        Assert.Equal((SyncStatus.Held, 5), (held.Status, held.Going));
        Assert.Equal(46, await ActiveAsync());

        var admin = As(org.Staff, Role.Administrator);
        Assert.Equal("too_short", (await RunAsync(admin, new SyncOrder(null, held.Id, "yes"))).Refusal?.Code);
        file.Remove("p5");
        Assert.Equal("changed_since", (await RunAsync(admin, new SyncOrder(null, held.Id, "The branch was closed"))).Refusal?.Code);
        file.Tell("p5", "P 5", "p5@home.example");
        Assert.True((await RunAsync(admin, new SyncOrder(null, held.Id, "The branch was closed"))).Succeeded);
        Assert.Equal(41, await ActiveAsync());
        Assert.Equal("The branch was closed", Assert.Single(await RecordedAsync("people.sync.confirmed")).Facts!["reason"]);

        for (var n = 6; n < 12; n++)
            file.Remove($"p{n}");
        Assert.Equal("not_held", (await RunAsync(admin, new SyncOrder(null, held.Id, "The branch was closed"))).Refusal?.Code);
        Assert.Equal(41, await ActiveAsync());
    }

    [Fact]
    public async Task Sync_EntriesThatContradict_AreNamedAndNobodyIsHalfDone()
    {
        await SyncAsync();
        file.Tell("c1", "Circle one", "c1@home.example", manager: "c2").Tell("c2", "Circle two", "c2@home.example", manager: "c1")
            .Tell("lost", "Lost", "c1@home.example", manager: "nobody").Tell("hostile", "=cmd|' /C calc'!A0<script>\u202E", "h@home.example");
        var text = await File.ReadAllTextAsync(file.Settings.File!, Stop);
        file.Raw(text.Replace("oid-Nora,", "oid-Sam,", StringComparison.Ordinal));
        var sync = await SyncAsync();
        Assert.Equal((SyncStatus.Applied, 4, 1, 1), (sync.Status, sync.Created, sync.Refused, sync.HaveLeft));
        Assert.Contains(sync.Lines, line => line is { Kind: SyncLineKind.Refused } && line.Sentence.Contains("oid-Sam appears more than once", StringComparison.Ordinal));
        Assert.Contains(sync.Lines, line => line.Sentence.Contains("circle", StringComparison.Ordinal));
        Assert.Contains(sync.Lines, line => line.Sentence.Contains("nobody, whom neither", StringComparison.Ordinal));
        Assert.Contains(sync.Lines, line => line.Sentence.Contains("c1@home.example belongs to", StringComparison.Ordinal));
        await using var db = portal.Db();
        Assert.True((await db.People.SingleAsync(p => p.Id == org.Sam.Id, Stop)).Active);
        Assert.Equal("=cmd|' /C calc'!A0<script>", (await db.People.SingleAsync(p => p.ObjectId == "hostile", Stop)).Name);
    }

    [Fact]
    public async Task Sync_BesideAFirstSignIn_KnowsThePersonOnce()
    {
        await new AdmitPerson(portal.Get<UnitOfWork>()).RunAsync(new DirectoryWord { ObjectId = "fresh", Name = "Fresh", Mail = "f@home.example", Method = "entra" }, null, Stop);
        file.Tell("fresh", "Fresh", "f@home.example", manager: "oid-Staff");
        var sync = await SyncAsync();
        Assert.Equal(0, sync.Created);
        await using var db = portal.Db();
        Assert.Equal(org.Staff.Id, (await db.People.SingleAsync(p => p.ObjectId == "fresh", Stop)).ManagerId);
    }

    [Fact]
    public async Task Preview_WritesNothing_AndSaysWhatTheSyncThenDoes()
    {
        await SyncAsync();
        file.Remove(org.Nora.ObjectId);
        var (before, events) = (await PeopleAsync(), await CountAsync());
        var preview = (await portal.Get<PeopleSyncPreviewQuery>().RunAsync(As(org.Staff, Role.Administrator), null, null, Stop)).Value;
        Assert.Equal(["Nora has left."], preview.Lines.Select(line => line.Sentence));
        Assert.Equal((before, events), (await PeopleAsync(), await CountAsync()));
        Assert.Equal(preview.Lines, (await SyncAsync()).Lines);
        Assert.Equal("not_allowed", (await portal.Get<PeopleSyncPreviewQuery>().RunAsync(As(org.Staff, Role.IamStaff), null, null, Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task Upload_ByAnAdministrator_CountsLikeTheFile()
    {
        file.Tell("new-1", "Zoë", "zoe@home.example");
        Assert.True((await RunAsync(As(org.Staff, Role.Administrator), new SyncOrder(file.Bytes))).Succeeded);
        await using var db = portal.Db();
        Assert.Equal("Zoë", (await db.People.SingleAsync(p => p.ObjectId == "new-1", Stop)).Name);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<Result<Guid>> RunAsync(Actor actor, SyncOrder order) => portal.Get<SyncPeople>().RunAsync(actor, order, null, Stop);

    private async Task<PeopleSync> SyncAsync()
    {
        portal.Time.Advance(TimeSpan.FromHours(1));
        var done = await RunAsync(Actor.Rule("directory sync"), new SyncOrder());
        await using var db = portal.Db();
        return await db.PeopleSyncs.AsNoTracking().SingleAsync(s => s.Id == done.Value, Stop);
    }

    private async Task<string> PeopleAsync()
    {
        await using var db = portal.Db();
        return string.Join('\n', await db.People.AsNoTracking().OrderBy(p => p.ObjectId).Select(p => $"{p.ObjectId} {p.Name} {p.Status} {p.ManagerId} {p.Source} {p.Version}").ToListAsync(Stop));
    }

    private async Task<int> ActiveAsync()
    {
        await using var db = portal.Db();
        return await db.People.CountAsync(p => p.Status == PersonStatus.Active, Stop);
    }

    private async Task<int> CountAsync()
    {
        await using var db = portal.Db();
        return await db.AuditEvents.CountAsync(Stop);
    }

    private async Task<List<AuditBody>> RecordedAsync(string kind)
    {
        await using var db = portal.Db();
        return [.. (await db.AuditEvents.Where(e => e.Kind == kind).OrderBy(e => e.Id).Select(e => e.Body).ToListAsync(Stop)).Select(AuditBody.Parse)];
    }
}
