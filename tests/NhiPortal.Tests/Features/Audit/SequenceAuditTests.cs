using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Access.Deciding;
using NhiPortal.Features.Audit;

namespace NhiPortal.Tests.Features.Audit;

public sealed class SequenceAuditTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sequence_EventsAndDecisions_PlacesEachOnceEventsFirst()
    {
        await using var portal = await TestPortal.StartAsync();
        var decisions = await portal.DecisionsAsync(300);
        await portal.EventsAsync(700);
        Assert.Equal(1000, await portal.Get<SequenceAudit>().RunAsync(Cancellation));
        await portal.AssertInTreeOnceAsync(decisions);
        await using var db = portal.Db();
        Assert.Equal(700, await db.AuditEvents.Where(e => decisions.Contains(e.EventId)).MinAsync(e => e.LeafIndex, Cancellation));
        Assert.Equal(0, await portal.Get<SequenceAudit>().RunAsync(Cancellation));
    }

    [Fact]
    public async Task Sequence_Decision_BecomesARowWhoseColumnsAgree()
    {
        await using var portal = await TestPortal.StartAsync();
        var body = Recorded.Body(portal.Now) with { Tenant = Guid.NewGuid(), Request = Guid.NewGuid(), Grant = Guid.NewGuid(), Kind = "access.allowed" };
        await portal.JournalAsync(body);
        await portal.Get<SequenceAudit>().RunAsync(Cancellation);
        await using var db = portal.Db();
        var row = await db.AuditEvents.SingleAsync(e => e.EventId == body.Id, Cancellation);
        Assert.True(row.ColumnsAgree());
        Assert.Equal(body.Grant, row.GrantId?.Value);
        Assert.Equal(body.ToCanonicalBytes(), System.Text.Encoding.UTF8.GetBytes(row.Body));
    }

    [Fact]
    public async Task Sequence_ManyInstancesAtOnce_PlaceEachEventOnce()
    {
        await using var portal = await TestPortal.StartAsync();
        await using var second = portal.Second();
        await using var third = portal.Second();
        var expected = new List<Guid>();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++)
            {
                expected.AddRange(await portal.DecisionsAsync(100));
                await second.EventsAsync(20);
            }
        }, Cancellation);
        await Task.WhenAll(new[] { portal, second, third }.Select(instance => Task.Run(async () =>
        {
            while (!writing.IsCompleted)
                await instance.Get<SequenceAudit>().RunAsync(Cancellation);
        }, Cancellation)));
        await writing;
        await portal.Get<SequenceAudit>().RunAsync(Cancellation);
        await portal.AssertInTreeOnceAsync(expected);
        Assert.Equal(3600, (await portal.CheckAsync()).Rows);
    }

    [Theory]
    [InlineData("AFTER UPDATE ON LogState")]
    [InlineData("AFTER INSERT ON AuditEvents WHEN NEW.LeafIndex = 250")]
    [InlineData("AFTER UPDATE ON AuditEvents WHEN NEW.LeafIndex = 9")]
    [InlineData("AFTER DELETE ON Journal")]
    [InlineData("AFTER INSERT ON LogNodes")]
    public async Task Sequence_DyingAtAnyStep_LosesAndDoublesNothing(string step)
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.EventsAsync(20);
        var decisions = await portal.DecisionsAsync(300);
        await portal.SqlAsync($"CREATE TRIGGER Dies {step} BEGIN SELECT RAISE(ROLLBACK, 'power cut'); END");
        await Assert.ThrowsAsync<SqliteException>(() => portal.Get<SequenceAudit>().RunAsync(Cancellation));
        await portal.SqlAsync("DROP TRIGGER Dies");
        await using var restarted = portal.Second();
        Assert.Equal(320, await restarted.Get<SequenceAudit>().RunAsync(Cancellation));
        await restarted.AssertInTreeOnceAsync(decisions);
    }

    [Fact]
    public async Task Sequence_EntryWrittenTwice_PlacesItsDecisionsOnce()
    {
        await using var portal = await TestPortal.StartAsync();
        var body = Recorded.Body(portal.Now);
        await portal.JournalAsync(body, Recorded.Body(portal.Now, 1));
        await portal.JournalAsync(body);
        Assert.Equal(2, await portal.Get<SequenceAudit>().RunAsync(Cancellation));
        await portal.JournalAsync(body);
        Assert.Equal(0, await portal.Get<SequenceAudit>().RunAsync(Cancellation));
        await portal.AssertInTreeOnceAsync([body.Id]);
    }

    [Fact]
    public async Task Sequence_UnreadableLine_IsKeptAndStopsNothing()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.ArrangeAsync(db => db.Journal.Add(new NhiPortal.Data.JournalEntry { Lines = "{\"half\":"u8.ToArray(), Count = 1 }));
        var after = await portal.DecisionsAsync(3);
        Assert.Equal(4, await portal.Get<SequenceAudit>().RunAsync(Cancellation));
        await portal.AssertInTreeOnceAsync(after);
        await using var db = portal.Db();
        Assert.Contains(Convert.ToBase64String("{\"half\":"u8), (await db.AuditEvents.SingleAsync(e => e.Kind == "journal.unreadable", Cancellation)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sequence_StateChangedByHand_RefusesToBuildOnIt()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.SignedLogAsync(5);
        await portal.SqlAsync("UPDATE LogState SET Size = 3");
        await portal.EventsAsync(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => portal.Get<SequenceAudit>().RunAsync(Cancellation));
    }

    [Fact]
    public async Task Sequence_BetweenCommitsOfDecisions_KeepsThePagesItHolds()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.EventsAsync(3000);
        await portal.Get<SequenceAudit>().RunAsync(Cancellation);
        var seat = portal.Get<WriterSeats>().Sequencer;
        await CommitAndSequenceAsync(portal);
        var before = PagesRead(seat);
        for (var round = 0; round < 10; round++)
            await CommitAndSequenceAsync(portal);
        // Read anew each round, the way to every index's end alone would be more.
        Assert.InRange(PagesRead(seat) - before, 0, 50);
    }

    private static async Task CommitAndSequenceAsync(TestPortal portal)
    {
        var line = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Recorded.Body(portal.Now), AuditJson.Default.AuditBody);
        Assert.True(portal.Get<WriterSeats>().Decisions.Write(seat =>
        {
            new DecisionJournal(seat).Append(line, 1);
            return true;
        }));
        Assert.Equal(1, await portal.Get<SequenceAudit>().RunAsync(Cancellation));
    }

    private static int PagesRead(WriterSeat seat)
    {
        var missed = 0;
        seat.Write(at =>
        {
            SQLitePCL.raw.sqlite3_db_status(((SqliteConnection)at.Command("SELECT 1").Connection!).Handle, SQLitePCL.raw.SQLITE_DBSTATUS_CACHE_MISS, out missed, out _, 0);
            return false;
        });
        return missed;
    }
}
