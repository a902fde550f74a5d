using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit;

namespace NhiPortal.Tests.Features.Audit;

public sealed class VerifyLogTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_IntactLog_IsRecordedAsVerified()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.SignedLogAsync(10);
        var seen = new List<(long, long)>();
        var verdict = await portal.Get<VerifyLog>().RunAsync(Actor.Rule("verify log"), new Direct(seen.Add), Cancellation);
        Assert.True(verdict.Value.Intact);
        Assert.Equal((10L, 10L), seen[^1]);
        var (_, body) = await LastAsync(portal, VerifyLog.Verified);
        Assert.Equal("10", body.Facts!["rows"]);
    }

    [Fact]
    public async Task Verify_ChangedLog_IsRecordedWithItsFirstFault()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.SignedLogAsync(10);
        await portal.SqlAsync("UPDATE AuditEvents SET Body = replace(Body, 'Attempt 3', 'Attempt 8') WHERE LeafIndex = 3");
        var verdict = await portal.Get<VerifyLog>().RunAsync(Actor.Rule("verify log"), null, Cancellation);
        Assert.False(verdict.Value.Intact);
        var (_, body) = await LastAsync(portal, VerifyLog.Failed);
        Assert.Contains("row 3", body.Facts!["first_fault"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_IntactAndChangedLog_TellsThemApartAndWritesNothing()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.SignedLogAsync(10);
        var settings = new PortalSettings { Data = portal.Folder };
        var intact = new StringWriter();
        var before = await PictureAsync(portal);
        Assert.Equal(0, await VerifyVerb.RunAsync(settings, intact, Cancellation));
        Assert.Equal(before, await PictureAsync(portal));
        Assert.Contains("intact", intact.ToString(), StringComparison.Ordinal);

        await portal.SqlAsync("DELETE FROM AuditEvents WHERE LeafIndex = 4");
        var changed = new StringWriter();
        Assert.Equal(1, await VerifyVerb.RunAsync(settings, changed, Cancellation));
        Assert.Contains("RemovedRow: Row 4 is missing.", changed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_FolderWithoutALog_SaysSoAndMakesNothing()
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        var output = new StringWriter();
        Assert.Equal(1, await VerifyVerb.RunAsync(new PortalSettings { Data = folder }, output, Cancellation));
        Assert.StartsWith("Not verified:", output.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    private static async Task<(AuditEvent Row, AuditBody Body)> LastAsync(TestPortal portal, string kind)
    {
        await using var db = portal.Db();
        var row = await db.AuditEvents.SingleAsync(e => e.Kind == kind, Cancellation);
        return (row, AuditBody.Parse(row.Body));
    }

    private static async Task<string> PictureAsync(TestPortal portal)
    {
        await using var db = portal.Db();
        var state = await db.LogStates.AsNoTracking().SingleAsync(Cancellation);
        return $"{state.Version} {await db.AuditEvents.CountAsync(Cancellation)} {await db.Checkpoints.CountAsync(Cancellation)} {await db.Changes.CountAsync(Cancellation)}";
    }

    private sealed class Direct(Action<(long, long)> hear) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value) => hear(value);
    }
}
