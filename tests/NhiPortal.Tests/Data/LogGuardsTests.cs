using Microsoft.Data.Sqlite;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.Tests.Features.Audit;
using NhiPortal.Tests.Features.Audit.Archiving;

namespace NhiPortal.Tests.Data;

/// <summary>What the database itself refuses, whatever program asks.</summary>
public sealed class LogGuardsTests
{
    [Fact]
    public async Task Guards_RefuseToLoseOrChangeTheRecord_UntilTwoAgreed_AndNeverUnderAHold()
    {
        await using var scene = await ArchiveScene.StartAsync(300);
        await scene.ArchiveAsync();
        foreach (var attempt in new[]
        {
            "DELETE FROM AuditEvents WHERE LeafIndex = 3", "UPDATE AuditEvents SET Body = 'x' WHERE LeafIndex = 3", "UPDATE AuditEvents SET LeafIndex = 9999 WHERE LeafIndex = 3",
            "DELETE FROM Checkpoints", "UPDATE LogNodes SET Hash = zeroblob(32)", "DELETE FROM LogArchives", "UPDATE Checkpoints SET Root = zeroblob(32)",
        })
            await RefusedAsync(scene, attempt);
        Assert.Equal(RemovalAnswer.Agreed, (await scene.AgreeAsync()).Value);
        await RefusedAsync(scene, "DELETE FROM AuditEvents WHERE LeafIndex = 299");
        await scene.Portal.Get<PlaceHold>().RunAsync(scene.Auditor, new(HoldScope.Tenant, "other", "Litigation 12/26"), TestContext.Current.CancellationToken);
        // An event of no tenant may be about any.
        await RefusedAsync(scene, "DELETE FROM AuditEvents WHERE LeafIndex = 3");
        await RefusedAsync(scene, "DELETE FROM LegalHolds");
        await scene.Portal.SqlAsync("UPDATE LegalHolds SET EndedAt = 1");
        Assert.Equal(1, await scene.Portal.SqlAsync("DELETE FROM AuditEvents WHERE LeafIndex = 3"));
    }

    [Fact]
    public async Task Guards_GoByTheDatabasesOwnClock_ForTheLeastRetention()
    {
        // The portal's clock is years ahead, and two people agreed.
        await using var scene = await ArchiveScene.StartAsync(300);
        await scene.ArchiveAsync();
        await scene.AgreeAsync();
        var young = TimeProvider.System.GetUtcNow().AddYears(-1).UtcTicks;
        await scene.Portal.SqlAsync($"DROP TRIGGER AuditEvents_Changed; UPDATE AuditEvents SET At = {young} WHERE LeafIndex = 3; UPDATE LogArchives SET \"Before\" = {young + 1}");
        Assert.Equal(1, await scene.Portal.SqlAsync("DELETE FROM AuditEvents WHERE LeafIndex = 4"));
        await RefusedAsync(scene, "DELETE FROM AuditEvents WHERE LeafIndex = 3");
    }

    private static async Task RefusedAsync(ArchiveScene scene, string attempt)
    {
        var fault = await Assert.ThrowsAsync<SqliteException>(() => scene.Portal.SqlAsync(attempt));
        Assert.Contains("append-only", fault.Message, StringComparison.Ordinal);
    }
}
