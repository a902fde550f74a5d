using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Channels;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Channels;
using NhiPortal.Notifications;
using NhiPortal.Tests.Features.Audit;

namespace NhiPortal.Tests.Features.Channels;

/// <summary>The whole log to a SIEM: in order, nothing left out whatever the receiver does, again when somebody asks.</summary>
public sealed class StreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_TellsEveryEventFromNowOn_InTheLogsOrder_Signed()
    {
        await using var scene = await ChannelScene.SetAsync();
        var (made, first) = await StreamAsync(scene);
        await scene.Portal.EventsAsync(1203);
        await SendAsync(scene);
        await SendAsync(scene);
        await using var db = scene.Portal.Db();
        var expected = await db.AuditEvents.Where(e => e.LeafIndex >= first).OrderBy(e => e.LeafIndex).Select(e => e.EventId).ToListAsync(Stop);
        Assert.Equal(expected, Lines(scene).Select(Uid));
        Assert.True(scene.Receiver.Got.Count >= 3);
        Assert.All(scene.Receiver.Got, got =>
        {
            Assert.Equal("application/x-ndjson; charset=utf-8", got.Headers["Content-Type"]);
            Assert.True(WebhooksDocumentTests.IsGenuine(made.Key!, got.Id, got.Headers["Webhook-Timestamp"], got.Headers["Webhook-Signature"], got.Body, scene.Portal.Now));
        });
        Assert.Equal(0, await scene.SendAsync());
    }

    [Fact]
    public async Task Receiver_ThatFails_GetsTheSameRunAgain_AndNothingOvertakesIt()
    {
        await using var scene = await ChannelScene.SetAsync();
        await StreamAsync(scene);
        await scene.Portal.EventsAsync(600);
        scene.Receiver.Answer = http => Task.FromResult(http.Response.StatusCode = 503);
        await SendAsync(scene);
        await SendAsync(scene);
        var refused = Assert.Single(scene.Receiver.Got);
        scene.Receiver.Answer = http => Task.FromResult(http.Response.StatusCode = 204);
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(11));
        await SendAsync(scene);
        var got = scene.Receiver.Got.ToArray();
        Assert.Equal((refused.Id, Encoding.UTF8.GetString(refused.Body)), (got[1].Id, Encoding.UTF8.GetString(got[1].Body)));
        var sequence = got[1..].SelectMany(one => Lines(one.Body)).Select(Sequence).ToList();
        Assert.Equal(Enumerable.Range(0, sequence.Count).Select(n => sequence[0] + n), sequence);
    }

    [Fact]
    public async Task Run_ThatIsGivenUp_HaltsTheStream_AndReplayLetsItGoOnWithoutAGap()
    {
        await using var scene = await ChannelScene.SetAsync();
        var (made, first) = await StreamAsync(scene);
        await scene.Portal.EventsAsync(20);
        scene.Receiver.Answer = http => Task.FromResult(http.Response.StatusCode = 500);
        for (var pause = TimeSpan.Zero; (await scene.DeliveriesAsync()).All(d => d.State != DeliveryState.GivenUp); pause = TimeSpan.FromHours(13))
        {
            scene.Portal.Time.Advance(pause);
            await SendAsync(scene);
        }

        scene.Receiver.Answer = http => Task.FromResult(http.Response.StatusCode = 204);
        scene.Receiver.Got.Clear();
        await scene.Portal.EventsAsync(3);
        await SendAsync(scene);
        Assert.Empty(scene.Receiver.Got);
        var page = await scene.Portal.Get<ChannelPageQuery>().RunAsync(scene.Administrator, made.Id.Value, 0, 25, Stop);
        Assert.Equal((true, first), (page!.Stream!.Halted, page.Stream.Told));
        var replay = scene.Portal.Get<ReplayStream>();
        Assert.Equal("not_reached", (await replay.RunAsync(scene.Administrator, made.Id, first + 1, null, "The index was lost", Stop)).Refusal?.Code);
        Assert.Equal("from", (await replay.RunAsync(scene.Administrator, made.Id, null, null, "The index was lost", Stop)).Refusal?.Code);
        Assert.Equal("too_short", (await replay.RunAsync(scene.Administrator, made.Id, first, null, "x", Stop)).Refusal?.Code);
        Assert.Equal(first, (await replay.RunAsync(scene.Administrator, made.Id, first, null, "The index was lost", Stop)).Value);
        await SendAsync(scene);
        Assert.Equal(first, Sequence(Lines(scene)[0]));
        Assert.Equal(1, await scene.RecordedAsync("channel.replayed"));
        // From a day: everything of it, and of the day before not more than what may have been placed late.
        scene.Receiver.Got.Clear();
        Assert.True((await replay.RunAsync(scene.Administrator, made.Id, null, DateOnly.FromDateTime(scene.Portal.Now.UtcDateTime), "The index was lost", Stop)).Value > first);
    }

    [Fact]
    public async Task TurnedOff_TellsNothing_AndOnAgain_GoesOnWhereItStopped()
    {
        await using var scene = await ChannelScene.SetAsync();
        var (made, first) = await StreamAsync(scene);
        await scene.Portal.EventsAsync(5);
        scene.Receiver.Answer = http => Task.FromResult(http.Response.StatusCode = 500);
        await SendAsync(scene);
        await scene.Portal.Get<TurnChannel>().RunAsync(scene.Administrator, made.Id, false, "The receiver is gone", Stop);
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(1));
        scene.Receiver.Got.Clear();
        await SendAsync(scene);
        Assert.Empty(scene.Receiver.Got);
        scene.Receiver.Answer = http => Task.FromResult(http.Response.StatusCode = 204);
        await scene.Portal.Get<TurnChannel>().RunAsync(scene.Administrator, made.Id, true, "It works again", Stop);
        await SendAsync(scene);
        Assert.Equal(first, Sequence(Lines(scene)[0]));
    }

    [Fact]
    public async Task Files_OfTheDay_HoldEachEventOnALine_AndAnOpenFolderGetsNothing()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights of files are looked at on Unix only.");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("nhiportal-siem-");
        var portal = await TestPortal.StartAsync(settings => settings with { Notifications = new() { Files = new Dictionary<string, NamedFolder> { ["siem"] = new() { Folder = folder.FullName } } } });
        await using var scene = new ChannelScene(portal, await SmallOrganisation.CreateAsync(portal), await Receiver.OpenAsync());
        await scene.AddAsync(new ChannelDraft { Kind = "SiemFile", Name = "Files", Setting = "siem" });
        folder.UnixFileMode = (UnixFileMode)0b111_101_101;
        await portal.EventsAsync(3);
        await SendAsync(scene);
        Assert.Empty(folder.GetFiles());
        Assert.Equal("open_folder", (await scene.DeliveriesAsync()).Single().Fault);
        folder.UnixFileMode = (UnixFileMode)0b111_101_000;
        portal.Time.Advance(TimeSpan.FromSeconds(11));
        await SendAsync(scene);
        var first = Assert.Single(folder.GetFiles());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, first.UnixFileMode);
        Assert.EndsWith("-2026-03-02.jsonl", first.Name, StringComparison.Ordinal);
        await File.AppendAllTextAsync(first.FullName, "{\"torn\":", Stop);
        await portal.EventsAsync(2);
        await SendAsync(scene);
        var lines = await File.ReadAllLinesAsync(first.FullName, Stop);
        Assert.Equal(2, lines.SkipWhile(line => line != "{\"torn\":").Skip(1).Select(line => Sequence(JsonDocument.Parse(line).RootElement)).Count());
        portal.Time.Advance(TimeSpan.FromDays(1));
        await portal.EventsAsync(1);
        await SendAsync(scene);
        Assert.Equal(2, folder.GetFiles().Length);
        folder.Delete(true);
    }

    private static async Task<(ChannelMade Made, long First)> StreamAsync(ChannelScene scene)
    {
        await scene.Portal.Get<SequenceAudit>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        var size = await db.LogStates.Select(state => state.Size).SingleAsync(Stop);
        return (await scene.AddAsync(scene.Draft() with { Kind = "Siem" }), size);
    }

    private static async Task SendAsync(ChannelScene scene)
    {
        await scene.Portal.Get<SequenceAudit>().RunAsync(Stop);
        await scene.SendAsync();
    }

    private static List<JsonElement> Lines(ChannelScene scene) => [.. scene.Receiver.Got.SelectMany(got => Lines(got.Body))];

    private static List<JsonElement> Lines(byte[] body) => [.. Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static Guid Uid(JsonElement line) => line.GetProperty("metadata").GetProperty("uid").GetGuid();

    private static long Sequence(JsonElement line) => line.GetProperty("metadata").GetProperty("sequence").GetInt64();
}
