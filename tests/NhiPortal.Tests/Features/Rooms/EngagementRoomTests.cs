using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Rooms;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Evidence.Verifying;
using NhiPortal.Features.Rooms;
using NhiPortal.Tests.Features.Evidence;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Rooms;

/// <summary>A room for auditors from outside: what lies in it opens for its people until its end, with a watermark, and every reading is kept.</summary>
public sealed class EngagementRoomTests : IAsyncLifetime
{
    private const string Question = "/questions/administrative-actions?from=2025-01-01&to=2030-12-31";
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;
    private Person guest = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor Keeper => As(org.Staff, Role.Auditor);

    /// <summary>Holds no role, and sees no tenant by one.</summary>
    private Actor Guest => As(guest) with { Tenants = new HashSet<TenantId>() };

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await EvidenceScene.ActedAsync(portal);
        guest = Person.Create(org.Home.Id, "oid-guest", "Gale Guest", "gale@audit.example", portal.Now);
        await portal.ArrangeAsync(db => db.Add(guest));
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Guest_ReadsWhatLiesThere_Watermarked_AndNothingElse()
    {
        var room = await FurnishedAsync();
        var view = (await portal.Get<EnterRoom>().RunAsync(Guest, room, Stop)).Value;
        Assert.Equal(2, view.Items.Count);
        Assert.Contains("Gale Guest", view.Watermark, StringComparison.Ordinal);
        Assert.Empty(view.Members);
        Assert.Empty(view.Reads);

        var answer = (await portal.Get<AskInRoom>().RunAsync(Guest, room, 2, 0, 25, Stop)).Value;
        Assert.Equal(1, answer.Answer.Population);
        Assert.Equal(["Ian", "Sam"], answer.Answer.Lines[0].Hands.Select(hand => hand.Name).Order(StringComparer.Ordinal));
        var file = (await portal.Get<TakeRoomAnswers>().RunAsync(Guest, room, 2, Stop)).Value;
        Assert.All(await file.Rows.ToListAsync(Stop), row => Assert.StartsWith("Gale Guest", row.Watermark, StringComparison.Ordinal));

        // Outside the room they are nobody.
        await using var db = portal.Db();
        var package = await db.EvidencePackages.Select(p => p.Id).SingleAsync(Stop);
        Assert.Equal("not_allowed", (await portal.Get<TakeEvidence>().RunAsync(Guest, package.Value, Stop)).Refusal!.Code);
        Assert.Equal("not_found", (await portal.Get<AskInRoom>().RunAsync(Guest, room, 1, 0, 25, Stop)).Refusal!.Code);
        Assert.Equal("not_found", (await portal.Get<TakeRoomPackage>().RunAsync(Guest, room, 2, Stop)).Refusal!.Code);
        Assert.Equal("not_allowed", (await portal.Get<PutIntoRoom>().RunAsync(Guest, room, RoomItemKind.Question, Question, Stop)).Refusal!.Code);
        Assert.Equal("not_allowed", (await portal.Get<AdmitToRoom>().RunAsync(Guest, room, guest.Id, false, Stop)).Refusal!.Code);
        Assert.Equal("not_found", (await portal.Get<EnterRoom>().RunAsync(As(org.Bea), room, Stop)).Refusal!.Code);
    }

    [Fact]
    public async Task Package_ThroughTheRoom_CarriesTheWatermark_AndStillProvesItself()
    {
        var room = await FurnishedAsync();
        var taken = (await portal.Get<TakeRoomPackage>().RunAsync(Guest, room, 1, Stop)).Value;
        var bytes = new MemoryStream();
        await foreach (var piece in taken.Pieces)
            bytes.Write(piece);
        Assert.Equal(taken.Length, bytes.Length);
        using (var zip = new ZipArchive(new MemoryStream(bytes.ToArray())))
            Assert.Contains("Gale Guest", zip.Comment, StringComparison.Ordinal);
        var verdict = PackageVerifier.Run(new MemoryStream(bytes.ToArray()), [EvidenceScene.OwnKey(portal)], []);
        Assert.True(verdict.Faults.Count == 0, EvidenceScene.Told(verdict));
    }

    [Fact]
    public async Task AfterTheEnd_NothingOpens_ToTheMinute_AndTheKeeperStillSeesWhoRead()
    {
        var room = await FurnishedAsync();
        await using var db = portal.Db();
        var ends = await db.EngagementRooms.Select(r => r.EndsAt).SingleAsync(Stop);
        portal.Time.Advance(ends - portal.Now - TimeSpan.FromMinutes(1));
        Assert.Null(await WhyNotAsync(room, Guest));
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("room_closed", await WhyNotAsync(room, Guest));
        Assert.Equal("room_closed", (await portal.Get<EnterRoom>().RunAsync(Guest, room, Stop)).Refusal!.Code);
        Assert.Equal("room_closed", await WhyNotAsync(room, Keeper));
        var view = (await portal.Get<EnterRoom>().RunAsync(Keeper, room, Stop)).Value;
        Assert.False(view.IsOpen);
        Assert.Contains(view.Reads, read => read.Name == "Gale Guest");
        Assert.Empty((await portal.Get<RoomListQuery>().RunAsync(Guest, 0, 25, Stop)).Rows);
        Assert.Single((await portal.Get<RoomListQuery>().RunAsync(Keeper, 0, 25, Stop)).Rows);
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("sent away")]
    [InlineData("left")]
    public async Task Guest_WhoseRoomIsClosed_OrWhoIsSentAwayOrLeft_ReadsNothing(string what)
    {
        var room = await FurnishedAsync();
        Assert.Null(await WhyNotAsync(room, Guest));
        if (what == "closed")
            Assert.Null((await portal.Get<CloseRoom>().RunAsync(Keeper, room, Stop)).Refusal);
        else if (what == "sent away")
            Assert.Null((await portal.Get<AdmitToRoom>().RunAsync(Keeper, room, guest.Id, true, Stop)).Refusal);
        else
            await portal.ArrangeAsync(db => db.Entry(db.People.Single(p => p.Id == guest.Id)).Property(p => p.Status).CurrentValue = PersonStatus.Left);
        Assert.NotNull(await WhyNotAsync(room, Guest));
    }

    [Fact]
    public async Task EveryReading_IsKeptWithTheRoom_AndInTheLog_OnceForOneLook()
    {
        var room = await FurnishedAsync();
        for (var i = 0; i < 2; i++)
        {
            await portal.Get<EnterRoom>().RunAsync(Guest, room, Stop);
            await portal.Get<AskInRoom>().RunAsync(Guest, room, 2, 0, 25, Stop);
        }

        await portal.Get<TakeRoomAnswers>().RunAsync(Guest, room, 2, Stop);
        await portal.Get<TakeRoomPackage>().RunAsync(Guest, room, 1, Stop);
        await using var db = portal.Db();
        Assert.Equal(4, await db.RoomReads.CountAsync(read => read.PersonId == guest.Id, Stop));
        string[] kinds = ["room.entered", "room.asked", "room.answers_taken", "room.package_taken"];
        var told = (await db.AuditEvents.Where(e => kinds.Contains(e.Kind)).Select(e => e.Body).ToListAsync(Stop)).Select(AuditBody.Parse).Where(body => body.Actor.Id == guest.Id.Value).Select(body => body.Kind);
        Assert.Equal(kinds.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Room_OfOneTenant_HoldsNothingOfAnother()
    {
        var room = await FurnishedAsync();
        var everywhere = As(org.Staff, Role.Administrator);
        var asked = await portal.Get<AskForEvidence>().RunAsync(everywhere, new(EvidenceScene.Everything(portal), "The annual audit"), Stop);
        Assert.Equal("not_found", (await portal.Get<PutIntoRoom>().RunAsync(everywhere, room, RoomItemKind.Package, asked.Value.ToString(), Stop)).Refusal!.Code);
        Assert.Equal("not_found", (await portal.Get<PutIntoRoom>().RunAsync(everywhere, room, RoomItemKind.Question, Question + "&tenant=other", Stop)).Refusal!.Code);
        Assert.Equal("not_found", (await portal.Get<PutIntoRoom>().RunAsync(everywhere, room, RoomItemKind.Question, "https://elsewhere.example/", Stop)).Refusal!.Code);
        Assert.Equal("already_there", (await portal.Get<PutIntoRoom>().RunAsync(everywhere, room, RoomItemKind.Question, "https://portal.example" + Question, Stop)).Refusal!.Code);
        Assert.Equal("not_found", (await portal.Get<EnterRoom>().RunAsync(As(org.Stranger, Role.IamStaff), room, Stop)).Refusal!.Code);
    }

    private async Task<string?> WhyNotAsync(Guid room, Actor actor)
    {
        var answers = new[]
        {
            (await portal.Get<AskInRoom>().RunAsync(actor, room, 2, 0, 25, Stop)).Refusal?.Code,
            (await portal.Get<TakeRoomAnswers>().RunAsync(actor, room, 2, Stop)).Refusal?.Code,
            (await portal.Get<TakeRoomPackage>().RunAsync(actor, room, 1, Stop)).Refusal?.Code,
        };
        return Assert.Single(answers.Distinct());
    }

    /// <summary>A room with a package, a question and Gale in it.</summary>
    private async Task<Guid> FurnishedAsync()
    {
        await EvidenceScene.PackageAsync(portal, org, by: Keeper);
        var package = (await EvidenceScene.LastAsync(portal)).Id;
        var today = DateOnly.FromDateTime(portal.Now.UtcDateTime);
        var opened = await portal.Get<OpenRoom>().RunAsync(Keeper, new(new("SOC 2 audit", "Audit & Sons", "The annual audit of access", today.AddDays(-90), today, today.AddDays(30)), null), Stop);
        Assert.Null(opened.Refusal);
        var room = opened.Value.Value;
        Assert.Null((await portal.Get<PutIntoRoom>().RunAsync(Keeper, room, RoomItemKind.Package, package.ToString(), Stop)).Refusal);
        Assert.Null((await portal.Get<PutIntoRoom>().RunAsync(Keeper, room, RoomItemKind.Question, Question, Stop)).Refusal);
        Assert.Null((await portal.Get<AdmitToRoom>().RunAsync(Keeper, room, guest.Id, false, Stop)).Refusal);
        return room;
    }
}
