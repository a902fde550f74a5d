using System.Text.Json;
using Microsoft.Data.Sqlite;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit;

namespace NhiPortal.Tests.Features.Audit;

/// <summary>Writes events the way the portal does, and reads and changes their rows the way an intruder would.</summary>
internal static class Recorded
{
    public static AuditBody Body(DateTimeOffset at, int number = 0) => new()
    {
        Id = Guid.CreateVersion7(at),
        At = at,
        Kind = "access.denied",
        Actor = new AuditActor(ActorKind.Workload, Guid.CreateVersion7(at), "hr-sync"),
        Sentence = $"Attempt {number} by hr-sync – \"quoted\", <b>bold</b>, 𝛼.",
        Integration = new AuditThing(Guid.CreateVersion7(at), "hr-sync"),
        Facts = new Dictionary<string, string?> { ["number"] = $"{number}", ["b"] = "2", ["a"] = "1" },
    };

    /// <summary>Changes committed with their events.</summary>
    public static Task EventsAsync(this TestPortal portal, int count) => portal.ArrangeAsync(db =>
    {
        for (var i = 0; i < count; i++)
            db.AuditEvents.Add(AuditEvent.Of(Body(portal.Now, i)));
    });

    /// <summary>One group commit of decisions, as the decision path writes it.</summary>
    public static Task<Guid[]> DecisionsAsync(this TestPortal portal, int count) => portal.JournalAsync([.. Enumerable.Range(0, count).Select(i => Body(portal.Now, i))]);

    public static async Task<Guid[]> JournalAsync(this TestPortal portal, params AuditBody[] bodies)
    {
        var lines = bodies.SelectMany(body => (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(body, AuditJson.Default.AuditBody), (byte)'\n']).ToArray();
        await portal.ArrangeAsync(db => db.Journal.Add(new JournalEntry { Lines = lines, Count = bodies.Length }));
        return [.. bodies.Select(body => body.Id)];
    }

    /// <summary>A log of so many placed events under one signed checkpoint.</summary>
    public static async Task SignedLogAsync(this TestPortal portal, int count)
    {
        await portal.EventsAsync(count);
        await portal.Get<SequenceAudit>().RunAsync(TestContext.Current.CancellationToken);
        await portal.Get<SignCheckpoint>().RunAsync(true, TestContext.Current.CancellationToken);
    }

    public static async Task<LogVerdict> CheckAsync(this TestPortal portal, bool withWitness = true)
    {
        var check = new LogCheck(
            portal.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<PortalDb>>(), "nhiportal", portal.Get<SigningKeys>().CopyPublic(),
            withWitness ? portal.Get<CheckpointWitness>().Read() : null);
        return await check.ReadAsync(null, TestContext.Current.CancellationToken);
    }

    public static async Task<int> SqlAsync(this TestPortal portal, string sql)
    {
        await using var connection = new SqliteConnection(DataSetup.SqliteConnectionString(Path.Combine(portal.Folder, "nhiportal.db")));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Every event is in the tree once, in a row, and the tree is what the rows give.</summary>
    public static async Task AssertInTreeOnceAsync(this TestPortal portal, IEnumerable<Guid> expected)
    {
        await using var db = portal.Db();
        var rows = db.AuditEvents.OrderBy(e => e.LeafIndex).Select(e => new { e.EventId, e.LeafIndex }).ToList();
        Assert.Equal(Enumerable.Range(0, rows.Count).Select(i => (long?)i), rows.Select(row => row.LeafIndex));
        Assert.Equal(rows.Count, rows.Select(row => row.EventId).Distinct().Count());
        Assert.Empty(expected.Except(rows.Select(row => row.EventId)));
        Assert.Empty(db.Journal);
        var verdict = await portal.CheckAsync();
        Assert.All(verdict.Faults, fault => Assert.Equal(LogFaultKind.NoCheckpoint, fault.Kind));
    }
}
