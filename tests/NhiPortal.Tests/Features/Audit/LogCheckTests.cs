using NhiPortal.Domain.Audit;

namespace NhiPortal.Tests.Features.Audit;

/// <summary>Every way to change a stored log is done to a real database file and must be found and named.</summary>
public sealed class LogCheckTests
{
    private const int Size = 600;

    public static TheoryData<string, LogFaultKind, string> Changes => new()
    {
        { "UPDATE AuditEvents SET Body = replace(Body, 'Attempt 17 ', 'Attempt 71 ') WHERE LeafIndex = 17", LogFaultKind.ChangedRow, "row 17 " },
        { "UPDATE AuditEvents SET Body = 'not json' WHERE LeafIndex = 17", LogFaultKind.ChangedRow, "row 17 " },
        { "UPDATE AuditEvents SET LeafHash = x'00' WHERE LeafIndex = 17", LogFaultKind.ChangedRow, "row 17 " },
        { "UPDATE AuditEvents SET LeafHash = NULL WHERE LeafIndex = 17", LogFaultKind.ChangedRow, "row 17 " },
        { "DELETE FROM AuditEvents WHERE LeafIndex = 300", LogFaultKind.RemovedRow, "Row 300 is missing" },
        { "DELETE FROM AuditEvents WHERE LeafIndex BETWEEN 300 AND 309", LogFaultKind.RemovedRow, "Rows 300 to 309" },
        { "DELETE FROM AuditEvents WHERE LeafIndex = 0", LogFaultKind.RemovedRow, "Row 0 is missing" },
        { "UPDATE AuditEvents SET LeafIndex = NULL WHERE LeafIndex = 300", LogFaultKind.RemovedRow, "Row 300 is missing" },
        { "UPDATE AuditEvents SET LeafIndex = -5 WHERE LeafIndex = 300", LogFaultKind.RemovedRow, "Row 300 is missing" },
        { "INSERT INTO AuditEvents (EventId, At, Kind, ActorKind, ActorId, Body, LeafIndex, LeafHash) SELECT 'X', At, Kind, ActorKind, ActorId, Body, 600, LeafHash FROM AuditEvents WHERE LeafIndex = 3", LogFaultKind.ChangedState, "600" },
        { "DROP INDEX IX_AuditEvents_LeafIndex; INSERT INTO AuditEvents (EventId, At, Kind, ActorKind, ActorId, Body, LeafIndex, LeafHash) SELECT 'X', At, Kind, ActorKind, ActorId, Body, 300, LeafHash FROM AuditEvents WHERE LeafIndex = 3", LogFaultKind.InsertedRow, "index 300" },
        { "INSERT INTO AuditEvents (EventId, At, Kind, ActorKind, ActorId, Body, LeafIndex, LeafHash) SELECT 'X', At, Kind, ActorKind, ActorId, Body, -1, LeafHash FROM AuditEvents WHERE LeafIndex = 3", LogFaultKind.InsertedRow, "-1" },
        { "UPDATE AuditEvents SET LeafIndex = -9 WHERE LeafIndex = 10; UPDATE AuditEvents SET LeafIndex = 10 WHERE LeafIndex = 20; UPDATE AuditEvents SET LeafIndex = 20 WHERE LeafIndex = -9", LogFaultKind.RootMismatch, "rows 0 to 599" },
        { "UPDATE AuditEvents SET LeafIndex = -9 WHERE LeafIndex = 10; UPDATE AuditEvents SET LeafIndex = 10 WHERE LeafIndex = 20; UPDATE AuditEvents SET LeafIndex = 20 WHERE LeafIndex = -9", LogFaultKind.ChangedNode, "rows 0 to 255" },
        { "DELETE FROM AuditEvents WHERE LeafIndex >= 590", LogFaultKind.CutTail, "ends before row 590" },
        { "UPDATE LogState SET Size = 599", LogFaultKind.ChangedState, "599" },
        { "UPDATE LogState SET Frontier = zeroblob(length(Frontier))", LogFaultKind.ChangedState, "another tree" },
        { "DELETE FROM LogState", LogFaultKind.ChangedState, "says 0 rows" },
        { "UPDATE AuditEvents SET Kind = 'access.allowed' WHERE LeafIndex = 17", LogFaultKind.ChangedColumns, "row 17 " },
        { "UPDATE AuditEvents SET At = At + 1 WHERE LeafIndex = 17", LogFaultKind.ChangedColumns, "row 17 " },
        { "UPDATE AuditEvents SET IntegrationId = NULL WHERE LeafIndex = 17", LogFaultKind.ChangedColumns, "row 17 " },
        { "UPDATE AuditEvents SET IntegrationId = lower(IntegrationId) WHERE LeafIndex = 17", LogFaultKind.ChangedColumns, "row 17 " },
        { "UPDATE AuditEvents SET GrantId = EventId WHERE LeafIndex = 17", LogFaultKind.ChangedColumns, "row 17 " },
        { "UPDATE AuditEvents SET ActorKind = 'Person' WHERE LeafIndex = 17", LogFaultKind.ChangedColumns, "row 17 " },
        { "UPDATE LogNodes SET Hash = zeroblob(32) WHERE \"Index\" = 1", LogFaultKind.ChangedNode, "rows 256 to 511" },
        { "DELETE FROM LogNodes WHERE \"Index\" = 1", LogFaultKind.ChangedNode, "no node over rows 256 to 511" },
        { "INSERT INTO LogNodes VALUES (4, 0, zeroblob(32))", LogFaultKind.ChangedNode, "nobody made" },
        { "UPDATE Checkpoints SET Jws = substr(Jws, 1, length(Jws) - 4) || 'AAAA'", LogFaultKind.BadCheckpoint, "not validly signed" },
        { "UPDATE Checkpoints SET Root = zeroblob(32)", LogFaultKind.BadCheckpoint, "size 600" },
    };

    [Fact]
    public async Task Check_UntouchedLog_IsIntact()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.SignedLogAsync(Size);
        await portal.EventsAsync(3);
        var verdict = await portal.CheckAsync();
        Assert.Empty(verdict.Faults);
        Assert.True(verdict.Intact);
        Assert.Equal((Size, Size, 1, 3), (verdict.Rows, verdict.ConfirmedSize, verdict.Checkpoints, verdict.Waiting));
        Assert.Equal(Size, verdict.Newest?.TreeSize);
    }

    [Fact]
    public async Task Check_EmptyLog_IsIntact()
    {
        await using var portal = await TestPortal.StartAsync();
        Assert.True((await portal.CheckAsync()).Intact);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Check_ChangedLog_NamesTheChangeAndItsPlace(string change, LogFaultKind kind, string place)
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.SignedLogAsync(Size);
        Assert.True(await portal.SqlAsync(change) != 0);
        var verdict = await portal.CheckAsync();
        Assert.False(verdict.Intact);
        Assert.Contains(verdict.Faults, fault => fault.Kind == kind && fault.Sentence.Contains(place, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_TailCutWithItsState_IsFoundByTheCheckpoint()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.SignedLogAsync(590);
        var state = await StateAsync(portal);
        await portal.SignedLogAsync(10);
        await portal.SqlAsync($"DELETE FROM AuditEvents WHERE LeafIndex >= 590; UPDATE LogState SET Size = 590, Frontier = x'{state}'");
        Assert.Contains((await portal.CheckAsync(withWitness: false)).Faults, fault => fault.Kind == LogFaultKind.CutTail && fault.LeafIndex == 590);
    }

    [Fact]
    public async Task Check_TailCutWithStateAndCheckpoints_IsFoundByTheWitness()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.SignedLogAsync(590);
        var state = await StateAsync(portal);
        await portal.SignedLogAsync(10);
        await portal.SqlAsync($"DELETE FROM AuditEvents WHERE LeafIndex >= 590; UPDATE LogState SET Size = 590, Frontier = x'{state}'; DELETE FROM Checkpoints WHERE Size > 590");
        Assert.Contains((await portal.CheckAsync()).Faults, fault => fault.Kind == LogFaultKind.CutTail && fault.LeafIndex == 590);
        Assert.True((await portal.CheckAsync(withWitness: false)).Intact);
    }

    [Fact]
    public async Task Check_RewrittenLogSignedByAnotherKey_IsNotBelieved()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.SignedLogAsync(20);
        await using var stranger = await TestPortal.StartAsync();
        await stranger.SignedLogAsync(20);
        File.Copy(Path.Combine(stranger.Folder, "keys", "log-signing.pem"), Path.Combine(portal.Folder, "keys", "log-signing.pem"), overwrite: true);
        await using var other = portal.Second();
        Assert.Contains((await other.CheckAsync()).Faults, fault => fault.Kind == LogFaultKind.BadCheckpoint);
    }

    [Fact]
    public async Task Check_WhileTheLogGrows_StaysIntact()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.SignedLogAsync(Size);
        await using var writer = portal.Second();
        var growing = Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++)
                await writer.SignedLogAsync(40);
        }, TestContext.Current.CancellationToken);
        while (!growing.IsCompleted)
            Assert.Empty((await portal.CheckAsync()).Faults);
        await growing;
    }

    private static async Task<string> StateAsync(TestPortal portal)
    {
        await using var db = portal.Db();
        return Convert.ToHexString(db.LogStates.Single().Frontier);
    }
}
