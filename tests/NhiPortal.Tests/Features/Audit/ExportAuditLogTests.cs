using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Audit;

public sealed class ExportAuditLogTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor Auditor => As(org.Staff, Role.Auditor);

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
        await ManyEvents.AddAsync(portal, org, 12_000, ManyEvents.Of(ActorKind.Workload));
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task File_WholeLog_HoldsEveryEventOnceNewestFirstAndIsRecorded()
    {
        var lines = await TakeAsync(new AuditFilter());
        Assert.Equal(12_000, lines.Select(line => line.Row().EventId).Distinct().Count());
        Assert.Equal(lines.Select(line => line.Row().EventId).OrderDescending(), lines.Select(line => line.Row().EventId));
        var facts = await LastAsync();
        Assert.Equal(("12000", "yes", "CSV", "everything"), (facts["rows"], facts["whole"], facts["format"], facts["filter"]));
    }

    [Fact]
    public async Task File_Filtered_HoldsWhatThePageShows()
    {
        var filter = new AuditFilter { Kinds = ["gap"], TargetKey = "corp-directory" };
        var page = await portal.Get<AuditLogQuery>().RunAsync(Auditor, filter, 50, Stop);
        Assert.Equal(page.Lines.Select(line => line.EventId), (await TakeAsync(filter)).Select(line => line.Row().EventId));
    }

    [Fact]
    public async Task File_BrokenOff_IsRecordedWithWhatWasRead()
    {
        var file = await portal.Get<ExportAuditLog>().RunAsync(Auditor, new AuditExport("CSV", new AuditFilter(), "?kind=access"), Stop);
        await foreach (var _ in file.Value.Lines.Take(2_500))
        {
        }

        var facts = await LastAsync();
        Assert.Equal(("2500", "no", "?kind=access"), (facts["rows"], facts["whole"], facts["filter"]));
    }

    [Fact]
    public async Task File_UnderAnAddressFullOfRubbish_IsRecordedWithAllOfIt()
    {
        var address = $"?{string.Join('&', Enumerable.Range(0, 10).Select(i => $"a{i}={new string('x', 200)}"))}&person=somebody";
        var file = await portal.Get<ExportAuditLog>().RunAsync(Auditor, new AuditExport("CSV", new AuditFilter(), address), Stop);
        await foreach (var _ in file.Value.Lines.Take(1))
        {
        }

        Assert.Equal(address, (await LastAsync())["filter"]);
        Assert.True((await portal.Get<RecordTaking>().RunAsync(Auditor, "/people.csv", address, Stop)).Succeeded);
        await using var db = portal.Db();
        Assert.Contains("person=somebody", (await db.AuditEvents.SingleAsync(e => e.Kind == RecordTaking.Taken, Stop)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_TakenBySomebodyOfSeveralTenants_IsOnTheirOwnTenantsRecord()
    {
        var traveller = Auditor with { Tenants = new HashSet<TenantId> { org.Other.Id, org.Home.Id } };
        var file = await portal.Get<ExportAuditLog>().RunAsync(traveller, new AuditExport("CSV", new AuditFilter { Kinds = ["gap"] }, "?kind=gap"), Stop);
        await file.Value.Lines.CountAsync(Stop);
        await using var db = portal.Db();
        Assert.Equal(org.Home.Id, (await db.AuditEvents.SingleAsync(e => e.Kind == ExportAuditLog.Exported, Stop)).TenantId);
    }

    [Fact]
    public async Task JsonLine_PlacedEvent_CarriesTheHashedBytes()
    {
        await portal.SignedLogAsync(3);
        var line = (await portal.Get<AuditFileQuery>().RunAsync(As(org.Staff, Role.Administrator), new AuditFilter { Kinds = ["access.denied"] }, Stop).FirstAsync(Stop)).Json();
        using var json = JsonDocument.Parse(line);
        var body = System.Text.Encoding.UTF8.GetBytes(json.RootElement.GetProperty("body").GetRawText());
        Assert.Equal(json.RootElement.GetProperty("leaf_hash").GetString(), Convert.ToHexStringLower(MerkleTree.LeafHash(body).ToArray()));
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public async Task File_OtherTenantOrNoRole_HoldsNothing()
    {
        Assert.Empty(await portal.Get<AuditFileQuery>().RunAsync(As(org.Stranger, Role.Auditor), new(), Stop).ToListAsync(Stop));
        Assert.Empty(await portal.Get<AuditFileQuery>().RunAsync(As(org.Bea), new(), Stop).ToListAsync(Stop));
    }

    private async Task<List<AuditFileLine>> TakeAsync(AuditFilter filter)
    {
        var file = await portal.Get<ExportAuditLog>().RunAsync(Auditor, new AuditExport("CSV", filter, ""), Stop);
        return await file.Value.Lines.ToListAsync(Stop);
    }

    private async Task<IReadOnlyDictionary<string, string?>> LastAsync()
    {
        await using var db = portal.Db();
        return AuditBody.Parse(await db.AuditEvents.Where(e => e.Kind == ExportAuditLog.Exported).OrderByDescending(e => e.Id).Select(e => e.Body).FirstAsync(Stop)).Facts!;
    }
}
