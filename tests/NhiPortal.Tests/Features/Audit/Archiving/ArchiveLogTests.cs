using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Evidence.Verifying;
using NhiPortal.Tests.Features.Evidence;

namespace NhiPortal.Tests.Features.Audit.Archiving;

/// <summary>Old events leave the database by the word of two people and with a file that proves them; everything else goes on verifying.</summary>
public sealed class ArchiveLogTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Archive_OfWhatIsPastRetention_ProvesItself_AndTakesNothingAway()
    {
        await using var scene = await ArchiveScene.StartAsync(600);
        var events = await scene.EventsAsync();
        Assert.Equal(512, await scene.ArchiveAsync());
        Assert.Equal(events + 1, await scene.EventsAsync());
        // It died right after: what comes next finds everything in the database and nothing to write again.
        await using (var second = scene.Portal.Second())
            Assert.Equal(0, await second.Get<ArchiveLog>().RunAsync(Stop));
        var archive = await scene.LastAsync();
        Assert.Equal((LogArchiveState.Written, 0, 512), (archive.State, archive.First, archive.End));
        var bytes = await File.ReadAllBytesAsync(Path.Combine(scene.Folder, archive.File), Stop);
        var verdict = scene.Verify(bytes);
        Assert.Equal((TrustLevel.PinnedKey, 512, 0), (verdict.Level, verdict.Contents!.Counts.Events, verdict.Contents.Counts.LeftOut));
        Assert.Equal(TrustLevel.PinnedAndAnchored, scene.Verify(bytes, scene.Portal.Get<CheckpointWitness>().Read()!).Level);
        Assert.Equal((0, "every event from leaf 0 to 511"), await ScriptAsync(scene, archive.File, bytes, "every event from leaf 0 to 511"));
        var output = new StringWriter();
        Assert.Equal(0, await PackageVerb.RunAsync(Path.Combine(scene.Folder, archive.File), ["--data", scene.Portal.Folder], output));
        Assert.Contains("an archive of the log", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(scene.Folder, "*.draft"));
        // Whoever holds the key and leaves one event out, by its hash alone, makes a package; it is no archive.
        var holed = EvidenceScene.Forge(bytes, EvidenceScene.OwnKey(scene.Portal), files =>
        {
            var lines = System.Text.Encoding.UTF8.GetString(files["actions.jsonl"]).Split('\n').ToList();
            var hash = System.Text.Json.JsonDocument.Parse(lines[100]).RootElement.GetProperty("leaf_hash").GetString();
            lines.RemoveAt(100);
            files["actions.jsonl"] = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines));
            files["proof/omitted.txt"] = [.. System.Text.Encoding.ASCII.GetBytes($"100 0 {hash}\n"), .. files["proof/omitted.txt"]];
        }, contents => contents with { Counts = contents.Counts with { Events = 511, LeftOut = 1 } });
        Assert.Equal("the archive", Assert.Single(scene.Verify(holed).Faults).Place);
        await File.WriteAllBytesAsync(Path.Combine(scene.Folder, "holed.zip"), holed, Stop);
        Assert.Equal((1, "leaves out 1 events"), await ScriptAsync(scene, "holed.zip", bytes, "leaves out 1 events"));
    }

    [Fact]
    public async Task Removal_ByTheWordOfTwo_LeavesTheLogAndEveryPackageVerifying()
    {
        await using var scene = await ArchiveScene.StartAsync(600);
        var everything = new EvidenceFilter(new(2018, 1, 1, 0, 0, 0, TimeSpan.Zero), scene.Portal.Now.AddDays(-2800));
        var before = await EvidenceScene.PackageAsync(scene.Portal, scene.Org, everything);
        var checkpoint = scene.Portal.Get<CheckpointWitness>().Read()!;
        await scene.ArchiveAsync();
        var archive = await scene.LastAsync();
        Assert.Null((await scene.Portal.Get<AskRemoval>().RunAsync(scene.Administrator, archive.Id, "past retention", Stop)).Refusal);
        Assert.Equal("own_removal", (await scene.Portal.Get<AnswerRemoval>().RunAsync(scene.Administrator, archive.Id, true, Stop)).Refusal?.Code);
        Assert.Equal(0, await scene.RemoveAsync());
        Assert.Equal(RemovalAnswer.Agreed, (await scene.Portal.Get<AnswerRemoval>().RunAsync(scene.Auditor, archive.Id, true, Stop)).Value);
        // Not before the log tells of it at a place of its own.
        Assert.Equal(0, await scene.RemoveAsync());
        await scene.SignAsync();
        Assert.Equal(512, await scene.RemoveAsync());
        await scene.SignAsync();
        await using var db = scene.Portal.Db();
        Assert.Equal((0, 88), (await db.AuditEvents.CountAsync(e => e.LeafIndex < 512, Stop), await db.AuditEvents.CountAsync(e => e.LeafIndex >= 512 && e.LeafIndex < 600, Stop)));
        var verdict = await scene.Portal.CheckAsync();
        Assert.Empty(verdict.Faults);
        Assert.Equal((512, true), (verdict.Archived, verdict.Checkpoints >= 3));
        // A package from before, against a checkpoint of today and the other way round; and one that is built now.
        Assert.Equal(TrustLevel.PinnedAndAnchored, scene.Verify(before, checkpoint).Level);
        var after = await EvidenceScene.PackageAsync(scene.Portal, scene.Org, new(new(2018, 1, 1, 0, 0, 0, TimeSpan.Zero), scene.Portal.Now.AddDays(1)));
        var told = scene.Verify(after, checkpoint);
        Assert.Equal("", EvidenceScene.Told(told));
        Assert.Equal((TrustLevel.PinnedAndAnchored, 512, 512), (told.Level, told.Contents!.ArchivedEvents, told.Contents.Counts.FirstLeaf));
        Assert.Contains("first 512 events", System.Text.Encoding.UTF8.GetString(EvidenceScene.Files(after)["PROVES.md"]), StringComparison.Ordinal);
        foreach (var kind in new[] { "log.archived", "log.removal_asked", "log.removal_agreed", "log.archive_removed" })
            Assert.True(await scene.ToldAsync(kind), kind);
    }

    [Fact]
    public async Task Readers_AreTold_WhereTheyWouldHaveReachedIntoAnArchive()
    {
        await using var scene = await ArchiveScene.StartAsync(300);
        await scene.ArchiveAndRemoveAsync();
        var page = await scene.Portal.Get<AuditLogQuery>().RunAsync(scene.Auditor, new AuditFilter(), 50, Stop);
        Assert.Equal(256, page.Archived?.Events);
        Assert.Null((await scene.Portal.Get<AuditLogQuery>().RunAsync(scene.Auditor, new AuditFilter { Since = scene.Portal.Now.AddDays(-90) }, 50, Stop)).Archived);
        var old = new EvidenceFilter(new(2018, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2018, 1, 10, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(256, (await scene.Portal.Get<EvidenceCoverageQuery>().RunAsync(scene.Administrator, old, Stop)).Value.Archived?.Events);
        Assert.Equal("archived", (await scene.Portal.Get<AskForEvidence>().RunAsync(scene.Administrator, new(old, "The old audit"), Stop)).Refusal?.Code);
        var view = (await scene.Portal.Get<RetentionQuery>().RunAsync(scene.Auditor, Stop))!;
        Assert.Equal((256, LogArchiveState.Removed, 2018, true), (view.Archived?.Events, view.Rows[0].State, view.OldestAt?.Year, view.MayAnswer));
    }

    [Fact]
    public async Task Hold_PlacedInBetween_StopsTheRemoval_UntilAnotherPersonEndsIt()
    {
        await using var scene = await ArchiveScene.StartAsync(300);
        await scene.ArchiveAsync();
        Assert.Equal(RemovalAnswer.Agreed, (await scene.AgreeAsync()).Value);
        await scene.SignAsync();
        var hold = await scene.Portal.Get<PlaceHold>().RunAsync(scene.Auditor, new(HoldScope.Everything, null, "Litigation 12/26"), Stop);
        Assert.Equal(0, await scene.RemoveAsync());
        Assert.Contains("legal hold", (await scene.LastAsync()).Trouble, StringComparison.Ordinal);
        Assert.True(await scene.ToldAsync("log.removal_waits"));
        Assert.Equal("own_hold", (await scene.Portal.Get<EndHold>().RunAsync(scene.Auditor, hold.Value, "settled out of court", Stop)).Refusal?.Code);
        Assert.Null((await scene.Portal.Get<EndHold>().RunAsync(scene.Administrator, hold.Value, "settled out of court", Stop)).Refusal);
        Assert.Equal(256, await scene.RemoveAsync());
        Assert.Null((await scene.LastAsync()).Trouble);
    }

    [Fact]
    public async Task Hold_OnAnIntegration_CutsTheArchiveBeforeItsFirstEvent_AndRefusesTheRest()
    {
        var held = Guid.NewGuid();
        await using var scene = await ArchiveScene.StartAsync(600, (i, body) => i == 300 ? body with { Integration = new AuditThing(held, "gone-robot") } : body);
        await scene.Portal.ArrangeAsync(db => db.LegalHolds.Add(LegalHold.Place(new(HoldScope.Integration, scene.Org.Home.Id, scene.Org.Sync.Id, "HR sync"), "Litigation", scene.Org.Nora.Id, "Nora", scene.Portal.Now)));
        // The one integration that is registered stands for the one that was: only its id decides.
        await scene.Portal.SqlAsync($"PRAGMA foreign_keys=OFF; UPDATE LegalHolds SET IntegrationId = '{held.ToString().ToUpperInvariant()}'");
        Assert.Equal(256, await scene.ArchiveAsync());
        Assert.Equal(RemovalAnswer.Agreed, (await scene.AgreeAsync()).Value);
        await scene.SignAsync();
        Assert.Equal(256, await scene.RemoveAsync());
        Assert.Equal(0, await scene.ArchiveAsync());
        Assert.Empty((await scene.Portal.CheckAsync()).Faults);
    }

    [Fact]
    public async Task ChangedArchive_IsNoReasonToLetAnythingGo_AndIsWrittenAnew()
    {
        await using var scene = await ArchiveScene.StartAsync(300);
        await scene.ArchiveAsync();
        var first = await scene.LastAsync();
        var path = Path.Combine(scene.Folder, first.File);
        var bytes = await File.ReadAllBytesAsync(path, Stop);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Stop);
        Assert.Equal(RemovalAnswer.Broken, (await scene.AgreeAsync()).Value);
        Assert.Equal(LogArchiveState.Discarded, (await scene.LastAsync()).State);
        Assert.Equal(0, await scene.RemoveAsync());
        scene.Portal.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(256, await scene.ArchiveAsync());
        Assert.NotEqual(first.File, (await scene.LastAsync()).File);
        Assert.Equal(RemovalAnswer.Agreed, (await scene.AgreeAsync()).Value);
        // Changed after the second person's word: nothing goes either, until it is put back.
        await scene.SignAsync();
        var archive = await scene.LastAsync();
        var whole = await File.ReadAllBytesAsync(Path.Combine(scene.Folder, archive.File), Stop);
        await File.WriteAllBytesAsync(Path.Combine(scene.Folder, archive.File), whole[..^1], Stop);
        Assert.Equal(0, await scene.RemoveAsync());
        Assert.Contains("was changed", (await scene.LastAsync()).Trouble, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(Path.Combine(scene.Folder, archive.File), whole, Stop);
        Assert.Equal(256, await scene.RemoveAsync());
    }

    [Fact]
    public async Task Removal_ThatDiesHalfWay_IsWholeSoFar_AndGoesOn()
    {
        await using var scene = await ArchiveScene.StartAsync(2600);
        await scene.ArchiveAsync();
        await scene.AgreeAsync();
        await scene.SignAsync();
        await scene.Portal.SqlAsync("CREATE TRIGGER Dies BEFORE INSERT ON LogTiles WHEN NEW.\"Index\" = 9 BEGIN SELECT RAISE(ABORT, 'power cut'); END");
        await Assert.ThrowsAnyAsync<DbUpdateException>(scene.RemoveAsync);
        Assert.Equal(2048, (await scene.LastAsync()).RemovedTo);
        var half = await scene.Portal.CheckAsync();
        Assert.Empty(half.Faults);
        Assert.Equal(2048, half.Archived);
        await scene.Portal.SqlAsync("DROP TRIGGER Dies");
        Assert.Equal(512, await scene.RemoveAsync());
        Assert.Equal(LogArchiveState.Removed, (await scene.LastAsync()).State);
        Assert.Empty((await scene.Portal.CheckAsync()).Faults);
    }

    [Fact]
    public async Task LongerRetention_SetInBetween_KeepsTheEvents()
    {
        await using var scene = await ArchiveScene.StartAsync(300);
        await scene.ArchiveAsync();
        var longer = scene.Portal.Get<AuditSettings>() with { RetentionYears = 20 };
        var answer = new AnswerRemoval(scene.Portal.Get<UnitOfWork>(), scene.Portal.Get<IDbContextFactory<PortalDb>>(), scene.Portal.Get<SigningKeys>(), longer);
        Assert.Equal("inside_retention", (await scene.AgreeAsync(answer)).Refusal?.Code);
        Assert.Equal(RemovalAnswer.Declined, (await scene.Portal.Get<AnswerRemoval>().RunAsync(scene.Auditor, (await scene.LastAsync()).Id, false, Stop)).Value);
        Assert.Equal(0, await scene.RemoveAsync());
    }

    [Fact]
    public async Task YoungLog_IsNotArchived()
    {
        await using var scene = await ArchiveScene.StartAsync(0);
        await scene.Portal.SignedLogAsync(600);
        Assert.Equal(0, await scene.ArchiveAsync());
        Assert.Empty(Directory.GetFiles(scene.Folder));
    }

    [Fact]
    public async Task EventsThatVanishWithoutAWord_AreNotExplainedByTheirHashes()
    {
        await using var scene = await ArchiveScene.StartAsync(300);
        await using (var db = scene.Portal.Db())
        {
            var hashes = db.AuditEvents.Where(e => e.LeafIndex < 256).OrderBy(e => e.LeafIndex).Select(e => e.LeafHash!).AsEnumerable().SelectMany(hash => hash).ToArray();
            await scene.Portal.SqlAsync($"DROP TRIGGER AuditEvents_Deleted; DELETE FROM AuditEvents WHERE LeafIndex < 256; INSERT INTO LogTiles VALUES (0, x'{Convert.ToHexString(hashes)}')");
        }

        Assert.Contains((await scene.Portal.CheckAsync()).Faults, fault => fault.Kind == LogFaultKind.UnexplainedArchive);
    }

    private static async Task<(int Code, string Said)> ScriptAsync(ArchiveScene scene, string name, byte[] archive, string words)
    {
        var key = Path.Combine(scene.Portal.Folder, "key.pem");
        await File.WriteAllBytesAsync(key, EvidenceScene.Files(archive)["proof/key.pem"], Stop);
        using var python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(Repository.Root, "docs", "verify_package.py"), Path.Combine(scene.Folder, name), "--key", key]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await python.StandardOutput.ReadToEndAsync(Stop) + await python.StandardError.ReadToEndAsync(Stop);
        await python.WaitForExitAsync(Stop);
        return (python.ExitCode, said.Contains(words, StringComparison.Ordinal) ? words : said);
    }
}
