using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.Tests.Data;

public sealed class WriterSeatTests
{
    private const string Append = """INSERT INTO "Journal" ("Lines", "Count") VALUES (x'00', 1)""";

    [Fact]
    public async Task Write_WorkThatThrowsOrDeclines_ChangesNothingAndStopsNobody()
    {
        await using var portal = await TestPortal.StartAsync();
        var seat = portal.Get<WriterSeats>().Decisions;
        Assert.Throws<InvalidOperationException>(() => seat.Write(at => at.Command(Append).ExecuteNonQuery() == 1 ? throw new InvalidOperationException() : true));
        Assert.False(seat.Write(at => at.Command(Append).ExecuteNonQuery() == 0));
        Assert.True(seat.Write(at => at.Command(Append).ExecuteNonQuery() == 1));
        await using var db = portal.Db();
        Assert.Equal(1, await db.Journal.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Seats_OneWriterLock_AreOneConnection()
    {
        await using var portal = await TestPortal.StartAsync();
        var seats = portal.Get<WriterSeats>();
        Assert.Same(seats.Decisions, seats.Sequencer);
    }

    [Fact]
    public async Task CopyBack_WhateverWasWrittenAhead_LetsTheLogStartOver()
    {
        await using var portal = await TestPortal.StartAsync();
        var seat = portal.Get<WriterSeats>().Decisions;
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 200; i++)
                seat.Write(at => at.Command(Append).ExecuteNonQuery() == 1);
            seat.CopyBack();
        }

        Assert.InRange(new FileInfo(Path.Combine(portal.Folder, "nhiportal.db-wal")).Length, 1, 4 * 200 * 4200);
    }
}
