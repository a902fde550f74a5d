using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Channels;
using NhiPortal.Domain.Findings;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Audit.Anchoring;
using NhiPortal.Features.Channels;
using NhiPortal.Tests.Features.Channels;

namespace NhiPortal.Tests.Features.Audit.Anchoring;

/// <summary>Checkpoints in a second place: kept, compared, failing and found; and what full verification says of the log itself.</summary>
public sealed class AnchorCheckpointTests : IAsyncLifetime
{
    private readonly string file = Path.Combine(Directory.CreateTempSubdirectory("nhiportal-anchor-").FullName, "anchors.jws");
    private TestPortal portal = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync(settings => settings with { Audit = new AuditSettings { AnchorFile = file } });
        await SmallOrganisation.CreateAsync(portal);
        await portal.SignedLogAsync(5);
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        if (Directory.Exists(Path.GetDirectoryName(file)))
            Directory.Delete(Path.GetDirectoryName(file)!, true);
    }

    [Fact]
    public async Task File_TakesEachHoursCheckpoint_AndNoneOfALogThatOnlyTellsOfIt()
    {
        Assert.Equal(1, await AnchorAsync(portal));
        Assert.Equal(0, await AnchorAsync(portal));
        await PassAsync(portal, 0);
        Assert.Equal(0, await AnchorAsync(portal));
        await PassAsync(portal, 3);
        Assert.Equal(1, await AnchorAsync(portal));
        var lines = await File.ReadAllLinesAsync(file, Stop);
        await using var db = portal.Db();
        Assert.Equal(2, lines.Length);
        Assert.Equal(lines, (await db.LogAnchors.OrderBy(a => a.Size).Select(a => db.Checkpoints.Single(c => c.Size == a.Size).Jws).ToListAsync(Stop)));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(2, await db.AuditEvents.CountAsync(e => e.Kind == ChannelEvents.Anchored, Stop));
    }

    [Fact]
    public async Task File_ThatCannotBeWritten_IsToldOnce_IsAFindingAfterAnHour_AndClosesByItself()
    {
        Directory.Delete(Path.GetDirectoryName(file)!, true);
        await AnchorAsync(portal);
        await AnchorAsync(portal);
        Assert.Null(await FindingAsync("checkpoint_not_anchored"));
        await PassAsync(portal, 1);
        await AnchorAsync(portal);
        var finding = await FindingAsync("checkpoint_not_anchored");
        Assert.Equal((FindingStatus.Open, Fixer.IamStaff), (finding!.Status, finding.Fixer));
        Assert.Contains(finding.Facts, fact => fact.Value.StartsWith("The file cannot be written", StringComparison.Ordinal));
        var line = Assert.Single(await portal.Get<AnchorStandingQuery>().RunAsync(new Actor { Kind = ActorKind.Person, Id = Guid.NewGuid(), Name = "Aud", Roles = new HashSet<Role> { Role.Auditor }, Tenants = null }, Stop));
        Assert.NotNull(line.FailingSince);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await AnchorAsync(portal);
        Assert.Equal(FindingStatus.Closed, (await FindingAsync("checkpoint_not_anchored"))!.Status);
        await using var db = portal.Db();
        Assert.Equal((1, 1), (await db.AuditEvents.CountAsync(e => e.Kind == "log.anchor_failed", Stop), await db.AuditEvents.CountAsync(e => e.Kind == "log.anchor_working", Stop)));
    }

    [Fact]
    public async Task Log_CutTogetherWithEveryCheckpointBesideIt_IsFoundByTheFile()
    {
        await AnchorAsync(portal);
        await using (var db = portal.Db())
            await db.AuditEvents.Where(e => e.LeafIndex >= 3).ExecuteDeleteAsync(Stop);
        await portal.SqlAsync("DELETE FROM Checkpoints");
        File.Delete(Path.Combine(portal.Folder, "newest-checkpoint.jws"));
        var verdict = (await portal.Get<VerifyLog>().RunAsync(Actor.Rule("verify log"), null, Stop)).Value;
        Assert.Contains(verdict.Faults, fault => fault.Kind == LogFaultKind.CutTail);
        Assert.Equal(3, verdict.FirstBroken);
    }

    [Fact]
    public async Task File_ThatTellsOfALongerLog_RefusesTheShorterOne()
    {
        await AnchorAsync(portal);
        await portal.SignedLogAsync(4);
        await using var db = portal.Db();
        var (shorter, longer) = (await db.Checkpoints.OrderBy(c => c.Size).FirstAsync(Stop), await db.Checkpoints.OrderBy(c => c.Size).LastAsync(Stop));
        Assert.Null(AnchorFile.Append(file, Claimed(longer), longer.Jws));
        Assert.Contains("put back or replaced", AnchorFile.Append(file, Claimed(shorter), shorter.Jws), StringComparison.Ordinal);
        await File.AppendAllTextAsync(file, "torn", Stop);
        Assert.Null(AnchorFile.Append(file, Claimed(longer) with { TreeSize = longer.Size + 1 }, longer.Jws));
        Assert.Equal(longer.Jws, (await File.ReadAllLinesAsync(file, Stop))[^1]);
    }

    [Fact]
    public async Task Verification_ThatFails_IsAFindingThatNamesTheFirstEvent_UntilItVerifies()
    {
        var body = await BodyAsync(3);
        await portal.SqlAsync("UPDATE AuditEvents SET Body = Body || ' ' WHERE LeafIndex = 3");
        await portal.Get<VerifyLog>().RunAsync(Actor.Rule("verify log"), null, Stop);
        var finding = await FindingAsync("log_not_intact");
        Assert.Equal((FindingStatus.Open, Severity.Critical, Fixer.SecurityOperations), (finding!.Status, finding.Severity, finding.Fixer));
        Assert.Equal("The log does not verify: the first event that is not as it was signed is 3.", finding.Sentence);
        await portal.SqlAsync($"UPDATE AuditEvents SET Body = '{body.Replace("'", "''", StringComparison.Ordinal)}' WHERE LeafIndex = 3");
        await portal.Get<VerifyLog>().RunAsync(Actor.Rule("verify log"), null, Stop);
        Assert.Equal(FindingStatus.Closed, (await FindingAsync("log_not_intact"))!.Status);
    }

    [Fact]
    public async Task Authority_StampsTheCheckpoint_AndOnlyTheNamedCertificateCounts()
    {
        await using var authority = await StampingAuthority.OpenAsync();
        await using var stamped = await TestPortal.StartAsync(settings => settings with { Audit = new AuditSettings { TimestampUrl = authority.Address, TimestampCertificateFile = authority.Certificate } });
        await stamped.SignedLogAsync(5);
        Assert.Equal(1, await AnchorAsync(stamped));
        await using var db = stamped.Db();
        var anchor = await db.LogAnchors.SingleAsync(Stop);
        var data = AnchorCheckpoint.Stamped(await db.Checkpoints.Where(c => c.Size == anchor.Size).Select(c => c.Jws).SingleAsync(Stop));
        var trusted = X509CertificateLoader.LoadCertificateFromFile(authority.Certificate);
        Assert.True(await authority.AgreesAsync(data, anchor.Proof!));
        Assert.True(TimestampAnswer.TryVerify(anchor.Proof!, data, [trusted], out var told));
        Assert.Equal("CN=Stamps", told.By);
        Assert.Equal(told.At, TimestampAnswer.Claim(anchor.Proof!, data));
        Assert.False(TimestampAnswer.TryVerify(anchor.Proof!, [.. data, 32], [trusted], out _));
        await using var other = await StampingAuthority.OpenAsync();
        Assert.False(TimestampAnswer.TryVerify(anchor.Proof!, data, [X509CertificateLoader.LoadCertificateFromFile(other.Certificate)], out _));
    }

    [Fact]
    public async Task Authority_ThatAnswersNonsense_OrIsAnother_IsATrouble()
    {
        await using var authority = await StampingAuthority.OpenAsync();
        await using var other = await StampingAuthority.OpenAsync();
        var settings = new AuditSettings { TimestampUrl = authority.Address, TimestampCertificateFile = other.Certificate };
        using var asked = new TimestampAuthority(settings);
        Assert.Contains("not signed by a certificate", (await asked.StampAsync([1, 2, 3], Stop)).Trouble, StringComparison.Ordinal);
        authority.Instead = reply => reply[..^1];
        Assert.Contains("no time stamp", (await asked.StampAsync([1, 2, 3], Stop)).Trouble, StringComparison.Ordinal);
        using var nowhere = new TimestampAuthority(settings with { TimestampUrl = "http://127.0.0.1:1/" });
        Assert.Contains("cannot be reached", (await nowhere.StampAsync([1, 2, 3], Stop)).Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Channel_ThatHears_GetsTheCheckpoint_AndArrivingOrNotIsKept()
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft(ChannelEvents.Anchored));
        await scene.Portal.SignedLogAsync(5);
        Assert.Equal(1, await AnchorAsync(scene.Portal));
        await scene.SendAsync();
        await AnchorAsync(scene.Portal);
        await using var db = scene.Portal.Db();
        var anchor = await db.LogAnchors.SingleAsync(Stop);
        using var json = JsonDocument.Parse(scene.Receiver.Got.Single().Body);
        Assert.Equal((AnchorPlace.Webhook, await db.Checkpoints.Where(c => c.Size == anchor.Size).Select(c => c.Jws).SingleAsync(Stop)), (anchor.Place, json.RootElement.GetProperty("data").GetProperty("checkpoint").GetString()));
        scene.Receiver.Answer = http => Task.FromResult(http.Response.StatusCode = 500);
        await PassAsync(scene.Portal, 3);
        await AnchorAsync(scene.Portal);
        foreach (var pause in new[] { 0, 11 })
        {
            scene.Portal.Time.Advance(TimeSpan.FromSeconds(pause));
            await scene.SendAsync();
        }

        await AnchorAsync(scene.Portal);
        Assert.Contains("does not take", (await db.AnchorStandings.AsNoTracking().SingleAsync(Stop)).Trouble, StringComparison.Ordinal);
    }

    private static Task<int> AnchorAsync(TestPortal portal) => portal.Get<AnchorCheckpoint>().RunAsync(Stop);

    private static async Task PassAsync(TestPortal portal, int events)
    {
        portal.Time.Advance(AnchorCheckpoint.Every + TimeSpan.FromMinutes(1));
        await portal.SignedLogAsync(events);
    }

    private static Checkpoint Claimed(LogCheckpoint row) => Checkpoint.Claim(row.Jws)!;

    private async Task<string> BodyAsync(long leaf)
    {
        await using var db = portal.Db();
        return await db.AuditEvents.Where(e => e.LeafIndex == leaf).Select(e => e.Body).SingleAsync(Stop);
    }

    private async Task<Finding?> FindingAsync(string rule)
    {
        await using var db = portal.Db();
        return await db.Findings.AsNoTracking().SingleOrDefaultAsync(f => f.Rule == rule, Stop);
    }
}
