using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Administration;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Evidence.Verifying;
using NhiPortal.Tests.Data;
using NhiPortal.Tests.Features.Audit;
using static NhiPortal.Tests.Features.Evidence.EvidenceScene;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Evidence;

/// <summary>From asking to a file that verifies, and what stands in the way when the log is not what was signed.</summary>
public sealed class BuildEvidenceTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await ActedAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Package_OfEverything_VerifiesAtEachLevelOfTrust()
    {
        var earlier = Encoding.ASCII.GetString(Files(await PackageAsync(portal, org))["proof/latest.jws"]);
        portal.Time.Advance(TimeSpan.FromMinutes(2));
        await portal.EventsAsync(5);
        await SignAsync(portal);
        var package = await PackageAsync(portal, org);
        var keys = portal.Get<SigningKeys>().CopyPublic();
        Assert.Equal("", Told(Verify(package)));
        Assert.Equal(TrustLevel.EmbeddedKey, Verify(package).Level);
        Assert.Equal(TrustLevel.PinnedKey, Verify(package, keys).Level);
        Assert.Equal(TrustLevel.PinnedAndAnchored, Verify(package, keys, earlier).Level);
        var counts = Verify(package).Contents!.Counts;
        await using var db = portal.Db();
        Assert.Equal((await db.AuditEvents.CountAsync(e => e.LeafIndex < counts.Events, Stop), 1, 1, 0), (counts.Events, counts.Actions, counts.Attributed, counts.LeftOut));
    }

    [Fact]
    public async Task Action_InTheTable_NamesWorkloadAndEachApprover_AndRunsNothing()
    {
        var rows = Encoding.UTF8.GetString(Files(await PackageAsync(portal, org))["actions.csv"]);
        var action = Assert.Single(rows.Split("\r\n"), row => row.Contains("\"access.allowed\",\"yes\"", StringComparison.Ordinal));
        Assert.Contains("\"urn:test\",\"hr-sync\",\"Sam (system_owner); Ian (iam_owner)\",\"hr-sync\",\"corp-directory\"", action, StringComparison.Ordinal);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil\"\")", action, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scope_OneIntegration_ProvesItsEventsAndNamesTheRestByHash()
    {
        var package = await PackageAsync(portal, org, Everything(portal) with { IntegrationKey = "hr-sync" });
        var verdict = Verify(package);
        Assert.Equal("", Told(verdict));
        var lines = Encoding.UTF8.GetString(Files(package)["actions.jsonl"]);
        Assert.Equal(await ExpectedAsync(e => e.IntegrationId == org.Sync.Id), verdict.Contents!.Counts.Events);
        Assert.DoesNotContain("Attempt ", lines, StringComparison.Ordinal);
        Assert.Contains("narrowed", Encoding.UTF8.GetString(Files(package)["PROVES.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SameRow_BuiltAgain_GivesTheSameFilesButForTheSignature()
    {
        var first = Files(await PackageAsync(portal, org));
        var row = await LastAsync(portal);
        // What building itself put on record is not what it was built from.
        await portal.SqlAsync("DELETE FROM AuditEvents WHERE Kind IN ('evidence.built', 'evidence.taken')");
        await portal.SqlAsync("UPDATE EvidencePackages SET State = 'Waiting'");
        await portal.Get<BuildEvidence>().RunAsync(Stop);
        var again = Files(await TakeAsync(portal, As(org.Staff, Role.Administrator), row.Id.Value));
        Assert.Equal(first.Keys, again.Keys);
        Assert.All(first.Keys.Where(name => name != "manifest.dsse.json"), name => Assert.Equal(first[name], again[name]));
        Assert.True(Dsse.TryRead(first["manifest.dsse.json"], out var one) && Dsse.TryRead(again["manifest.dsse.json"], out var other) && one.Payload.SequenceEqual(other.Payload));
    }

    [Theory]
    [InlineData("UPDATE AuditEvents SET Body = replace(Body, 'Attempt 7 ', 'Attempt 9 ') WHERE LeafIndex = 7", "Event 7 does not match its hash")]
    [InlineData("DELETE FROM AuditEvents WHERE LeafIndex = 7", "Verify the log")]
    [InlineData("UPDATE AuditEvents SET LeafIndex = NULL WHERE LeafIndex = 7", "Verify the log")]
    [InlineData("UPDATE Checkpoints SET Root = zeroblob(32)", "does not give the root")]
    [InlineData("DELETE FROM Checkpoints", "checkpoint over")]
    public async Task Log_ChangedBeforehand_IsRefusedAndNamed(string change, string sentence)
    {
        var asked = await portal.Get<AskForEvidence>().RunAsync(As(org.Staff, Role.Administrator), new(Everything(portal), "The annual audit"), Stop);
        Assert.True(await portal.SqlAsync(change) > 0);
        await portal.Get<BuildEvidence>().RunAsync(Stop);
        var package = await LastAsync(portal);
        Assert.Equal((asked.Value, EvidenceState.Failed), (package.Id, package.State));
        Assert.Contains(sentence, package.Trouble, StringComparison.Ordinal);
        await using var db = portal.Db();
        Assert.Contains(sentence, (await db.AuditEvents.SingleAsync(e => e.Kind == "evidence.failed", Stop)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_ChangedTogetherWithItsHash_DoesNotGiveTheSignedRoot()
    {
        await portal.Get<AskForEvidence>().RunAsync(As(org.Staff, Role.Administrator), new(Everything(portal), "The annual audit"), Stop);
        await using (var db = portal.Db())
        {
            var body = (await db.AuditEvents.Where(e => e.LeafIndex == 7).Select(e => e.Body).SingleAsync(Stop)).Replace("Attempt 7 ", "Attempt 9 ", StringComparison.Ordinal);
            await portal.SqlAsync($"UPDATE AuditEvents SET Body = '{body.Replace("'", "''", StringComparison.Ordinal)}', LeafHash = x'{MerkleTree.LeafHash(Encoding.UTF8.GetBytes(body))}' WHERE LeafIndex = 7");
        }

        await portal.Get<BuildEvidence>().RunAsync(Stop);
        Assert.Contains("does not give the root", (await LastAsync(portal)).Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Builder_ThatDied_IsFollowedByAnotherOnceItsLeaseIsOver()
    {
        await portal.Get<AskForEvidence>().RunAsync(As(org.Staff, Role.Administrator), new(Everything(portal), "The annual audit"), Stop);
        await portal.SqlAsync($"UPDATE EvidencePackages SET State = 'Building', LeasedUntil = {(portal.Now + EvidencePackage.Lease).UtcTicks}, Attempts = 1");
        await using var other = portal.Second();
        Assert.Equal(0, await other.Get<BuildEvidence>().RunAsync(Stop));
        portal.Time.Advance(EvidencePackage.Lease + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await other.Get<BuildEvidence>().RunAsync(Stop));
        Assert.Equal(EvidenceState.Ready, (await LastAsync(portal)).State);
    }

    [Fact]
    public async Task Builder_ThatKeepsDying_IsGivenUpWithTheReason()
    {
        await portal.Get<AskForEvidence>().RunAsync(As(org.Staff, Role.Administrator), new(Everything(portal), "The annual audit"), Stop);
        await portal.SqlAsync($"UPDATE EvidencePackages SET Attempts = {EvidencePackage.MostAttempts}");
        await portal.Get<BuildEvidence>().RunAsync(Stop);
        Assert.Contains("broke off 3 times", (await LastAsync(portal)).Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryRead_IsOnRecord_WithWhoAndWhy()
    {
        await PackageAsync(portal, org, by: Auditor(org));
        await using var db = portal.Db();
        var told = await db.AuditEvents.Where(e => e.Kind.StartsWith("evidence.")).OrderBy(e => e.Id).Select(e => e.Body).ToListAsync(Stop);
        Assert.Equal(["evidence.asked", "evidence.built", "evidence.taken"], told.Select(body => AuditBody.Parse(body).Kind));
        Assert.All(told, body => Assert.Equal("The annual audit", AuditBody.Parse(body).Facts!["reason"]));
        Assert.Equal(64, AuditBody.Parse(told[2]).Facts!["sha256"]!.Length);
        Assert.Equal(org.Staff.Id.Value, AuditBody.Parse(told[2]).Actor.Id);
    }

    [Fact]
    public async Task Package_OfEveryTenant_IsNotForWhoSeesOne()
    {
        await PackageAsync(portal, org);
        var id = (await LastAsync(portal)).Id.Value;
        Assert.Equal("not_found", (await portal.Get<TakeEvidence>().RunAsync(As(org.Nora, Role.Auditor), id, Stop)).Refusal?.Code);
        Assert.Equal("not_found", (await portal.Get<TakeEvidence>().RunAsync(Auditor(org), id, Stop)).Refusal?.Code);
        Assert.Empty((await portal.Get<EvidenceListQuery>().RunAsync(As(org.Nora, Role.Auditor), 0, 25, Stop)).Rows);
    }

    [Fact]
    public async Task Package_AfterItsDays_IsPutAway_AndItsHistoryStays()
    {
        await PackageAsync(portal, org);
        portal.Time.Advance(TimeSpan.FromDays(EvidencePackage.KeptDays + 1));
        await portal.Get<PruneOldRows>().RunAsync(Stop);
        await using var db = portal.Db();
        Assert.Empty(await db.EvidenceParts.Select(part => part.Number).ToListAsync(Stop));
        var row = Assert.Single((await portal.Get<EvidenceListQuery>().RunAsync(As(org.Staff, Role.Administrator), 0, 25, Stop)).Rows);
        Assert.Equal((EvidenceState.Gone, "The annual audit"), (row.State, row.Reason));
        Assert.Equal("not_ready", (await portal.Get<TakeEvidence>().RunAsync(As(org.Staff, Role.Administrator), row.Id, Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task Coverage_BeforeExporting_IsWhatThePackageHolds()
    {
        var filter = Everything(portal);
        var coverage = (await portal.Get<EvidenceCoverageQuery>().RunAsync(Auditor(org), filter, Stop)).Value;
        var counts = Verify(await PackageAsync(portal, org, filter, Auditor(org))).Contents!.Counts;
        Assert.Equal((counts.Events, counts.Actions, counts.Attributed), (coverage.Events, coverage.Actions, coverage.Attributed));
    }

    [Fact]
    public async Task Ask_WithoutReasonOrEventsOrThing_IsRefusedAndSaysWhatToDo()
    {
        var ask = portal.Get<AskForEvidence>();
        Assert.Equal("too_short", (await ask.RunAsync(Auditor(org), new(Everything(portal), "x"), Stop)).Refusal?.Code);
        Assert.Equal("not_found", (await ask.RunAsync(Auditor(org), new(Everything(portal) with { TargetKey = "nowhere" }, "The annual audit"), Stop)).Refusal?.Code);
        Assert.Equal("nothing_there", (await ask.RunAsync(Auditor(org), new(new(portal.Now.AddDays(-60), portal.Now.AddDays(-50)), "The annual audit"), Stop)).Refusal?.Code);
        Assert.Equal("period", (await ask.RunAsync(Auditor(org), new(new(portal.Now, portal.Now), "The annual audit"), Stop)).Refusal?.Code);
    }

    [Fact]
    public void Reach_ByEveryScope_ParsesAsTransactSql()
    {
        using var db = new SqlServerPortalDb(new DbContextOptionsBuilder<SqlServerPortalDb>().UseSqlServer("Server=nowhere").Options);
        var reach = new EvidenceReach(portal.Now, portal.Now, new(org.Home.Id, org.Sync.Id, new VendorId(Guid.NewGuid()), org.Directory.Id), [org.Home.Id, org.Other.Id]);
        foreach (var walked in new[] { true, false })
            SqlServerScriptTests.Parses(reach.In(db, walked).Where(e => e.LeafIndex >= 5).OrderBy(e => e.LeafIndex).Select(e => e.Body).ToQueryString());
    }

    private async Task<long> ExpectedAsync(System.Linq.Expressions.Expression<Func<AuditEvent, bool>> of)
    {
        await using var db = portal.Db();
        var signed = await db.Checkpoints.MaxAsync(c => c.Size, Stop);
        return await db.AuditEvents.Where(of).CountAsync(e => e.LeafIndex < signed, Stop);
    }
}
