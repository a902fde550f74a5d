using System.Text;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Imports;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Owners.Assigning;
using NhiPortal.Features.Owners.ByTarget;
using NhiPortal.Shell;
using NhiPortal.Shell.Parts;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Owners;

/// <summary>The matrix from a file: every row judged before anything is written, an export unchanged changes nothing.</summary>
public sealed class OwnerImportTests : IAsyncLifetime
{
    private const string Head = "role,of,mail,deputy_mail,reason";
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor Staff => As(org.Staff, Role.IamStaff);

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Theory]
    [InlineData("King,hr-sync,nora@home.example,,", "role “King” is none of")]
    [InlineData("Business owner,,nora@home.example,,", "“of” is empty")]
    [InlineData("Business owner,no-such,nora@home.example,,", "no integration “no-such”")]
    [InlineData("System owner,hr-sync,nora@home.example,,", "no target “hr-sync”")]
    [InlineData("Business owner,hr-sync,who@home.example,,", "nobody called “who@home.example”")]
    [InlineData("Business owner,hr-sync,nora@home.example,who@home.example,", "nobody called “who@home.example”")]
    [InlineData("Business owner,hr-sync,stranger@other.example,,", "does not work in this tenant")]
    [InlineData("Business owner,hr-sync,nora@home.example,nora@home.example,", "own deputy")]
    [InlineData("Business owner,hr-sync,none,,", "why it ends")]
    [InlineData("Security operations,hr-sync,,sam@home.example,", "Nobody holds it now")]
    [InlineData("Business owner,hr-sync,=1+1,,", "holds a formula")]
    public async Task Row_WithAFault_IsRefusedAndSaysWhy(string row, string told)
    {
        var page = await ReadAsync($"{Head}\n{row}\n");
        var refused = Assert.Single(page.Rows);
        Assert.Equal(ImportOutcome.Refused, refused.Outcome);
        Assert.Contains(told, refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_EveryKindOfChange_IsShownThenDone_AndASecondTimeNothing()
    {
        const string File = Head + "\n"
            + "security_operations,hr-sync,nora@home.example,bea@home.example,\n"
            + "System owner,corp-directory,NORA@home.example,,\n"
            + "System owner,orders-db,,sam@home.example,\n"
            + "IAM owner,hr-sync,none,,The team was closed\n"
            + "Business owner,hr-sync,bea@home.example,,\n";
        var page = await ReadAsync(File);
        Assert.Equal([ImportOutcome.Created, ImportOutcome.Changed, ImportOutcome.Changed, ImportOutcome.Changed, ImportOutcome.Unchanged], page.Rows.Select(row => row.Outcome));
        Assert.Equal(new FieldChange("asked_to_own", "sam@home.example", "nora@home.example"), Assert.Single(page.Rows[1].Changes));
        Assert.Equal(new FieldChange("deputy", null, "sam@home.example"), Assert.Single(page.Rows[2].Changes));
        await using (var before = portal.Db())
            Assert.Equal(4, await before.Ownerships.CountAsync(Stop));

        Assert.Equal(new ImportDone(1, 3, 0, 0), await ConfirmAsync(page));

        await using var db = portal.Db();
        Assert.Equal([org.Nora.Id, org.Nora.Id], await db.Ownerships.Where(o => o.AcceptedAt == null && o.ClosedAt == null).Select(o => o.PersonId).ToListAsync(Stop));
        Assert.Equal(org.Sam.Id, (await db.Ownerships.SingleAsync(o => o.TargetId == org.Database.Id, Stop)).DeputyId);
        Assert.Equal("The team was closed", (await db.Ownerships.SingleAsync(o => o.Role == OwnerRole.IamOwner, Stop)).ClosingReason);
        foreach (var (kind, count) in new[] { ("ownership.nominated", 2), ("ownership.deputy_named", 1), ("ownership.ended", 1) })
            Assert.Equal(count, await db.AuditEvents.CountAsync(e => e.Kind == kind, Stop));
        Assert.All((await ReadAsync(File)).Rows, row => Assert.Equal(ImportOutcome.Unchanged, row.Outcome));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task Export_ReadInAgain_ChangesNothing_UntilOneRowIsEdited(string form)
    {
        portal.Time.Advance(TimeSpan.FromDays(75));
        // By now Bea's and Ian's ownerships have lapsed; a file that only says so asks nobody.
        var page = await ReadAsync(await ExportAsync(form));
        Assert.Equal(5, page.Rows.Count);
        Assert.All(page.Rows, row => Assert.Equal(ImportOutcome.Unchanged, row.Outcome));
        if (form == "xlsx")
            return;

        var edited = Encoding.UTF8.GetString(((MemoryStream)await ExportAsync(form)).ToArray()).Replace("sam@home.example", "bea@home.example", StringComparison.Ordinal);
        var changed = await ReadAsync(edited);
        Assert.Equal("system_owner:corp-directory (hr-sync)", Assert.Single(changed.Rows, row => row.Outcome == ImportOutcome.Changed).Key);
    }

    [Fact]
    public async Task Import_CellAssignedMeanwhile_IsRefusedAndTheOthersAreDone()
    {
        var page = await ReadAsync($"{Head}\nSystem owner,corp-directory,nora@home.example,,\nSystem owner,orders-db,bea@home.example,,\n");
        await portal.Get<NominateOwner>().RunAsync(Staff, new OwnerCell(OwnerRole.SystemOwner, null, org.Directory.Id), org.Bea.Id, null, Stop);
        Assert.Equal(new ImportDone(0, 1, 0, 1), await ConfirmAsync(page));
        var refused = Assert.Single((await PageAsync(page.Run.Id)).Rows, row => row.Outcome == ImportOutcome.Refused);
        Assert.Contains("changed meanwhile", refused.Reason, StringComparison.Ordinal);
        await using var db = portal.Db();
        Assert.Equal(org.Bea.Id, (await db.Ownerships.SingleAsync(o => o.TargetId == org.Directory.Id && o.AcceptedAt == null && o.ClosedAt == null, Stop)).PersonId);
    }

    [Fact]
    public async Task Import_OneTargetInTwoRows_IsAskedOnce_AndNeverTwoPeople()
    {
        const string Columns = "role,of,mail,integration\n";
        var same = await ReadAsync(Columns + "System owner,corp-directory,nora@home.example,a\nSystem owner,corp-directory,nora@home.example,b\n");
        Assert.Equal([ImportOutcome.Changed, ImportOutcome.Unchanged], same.Rows.Select(row => row.Outcome));
        var different = await ReadAsync(Columns + "System owner,corp-directory,nora@home.example,a\nSystem owner,corp-directory,bea@home.example,b\n");
        Assert.Contains("Row 2 wants somebody else", different.Rows[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ByWhoeverMayNotAssign_IsRefused()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes($"{Head}\nSystem owner,corp-directory,nora@home.example,,\n"));
        Assert.Equal("not_allowed", (await portal.Get<PreviewImport>().RunAsync(As(org.Staff, Role.Auditor), "owners", "x.csv", file, null, Stop)).Refusal?.Code);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task ExportByTarget_ReadInAgain_HasEveryTargetOnceAndChangesNothing(string form)
    {
        var page = await ReadAsync(await ExportAsync(form, portal.Get<TargetMatrixFileQuery>().RunAsync(Staff, TargetMatrixFilter.From(new ListQuery(), null), Stop)));
        Assert.Equal(["system_owner:corp-directory", "system_owner:orders-db"], page.Rows.Select(row => row.Key).Order(StringComparer.Ordinal));
        Assert.All(page.Rows, row => Assert.Equal(ImportOutcome.Unchanged, row.Outcome));
    }

    [Fact]
    public async Task ExportByTarget_CountsWhoReachesIt_AndFollowsTheFilter()
    {
        var all = await portal.Get<TargetMatrixFileQuery>().RunAsync(Staff, TargetMatrixFilter.From(new ListQuery(), null), Stop).ToListAsync(Stop);
        var directory = Assert.Single(all, row => row.Of == "corp-directory");
        Assert.Equal((1, 1), (directory.ReachedBy, directory.Accountable + directory.Due + directory.Overdue + directory.InGap));
        Assert.Equal("sam@home.example", directory.Mail);
        Assert.Equal(all.Where(row => row.Gap is not null), await portal.Get<TargetMatrixFileQuery>().RunAsync(Staff, TargetMatrixFilter.From(ListQuery.Parse("?owned=gap"), null), Stop).ToListAsync(Stop));
    }

    private Task<Stream> ExportAsync(string form) =>
        ExportAsync(form, portal.Get<MatrixFileQuery>().RunAsync(Staff, new IntegrationFilter(), new(IntegrationSort.Standing, false), Stop));

    private static async Task<Stream> ExportAsync<T>(string form, IAsyncEnumerable<T> rows) where T : class
    {
        var file = new MemoryStream();
        if (form == "xlsx")
            await XlsxDownload.Of("owners.xlsx", rows).WriteAsync(file, Stop);
        else
        {
            await using var csv = CsvWriter.Create(file, CsvWriterOptions.Default with { Injection = CsvInjection.Escape }, leaveOpen: true);
            await csv.WriteRecordsAsync(rows, Stop);
        }

        file.Position = 0;
        return file;
    }

    private Task<ImportPage> ReadAsync(string text) => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private async Task<ImportPage> ReadAsync(Stream file)
    {
        var read = await portal.Get<PreviewImport>().RunAsync(Staff, "owners", "owners.csv", file, null, Stop);
        Assert.True(read.Succeeded, read.Refusal?.Sentence);
        return await PageAsync(read.Value);
    }

    private async Task<ImportPage> PageAsync(Guid id) => (await portal.Get<ImportQuery>().RunAsync(Staff, id, null, 0, 200, Stop))!;

    private async Task<ImportDone> ConfirmAsync(ImportPage page) => (await portal.Get<ConfirmImport>().RunAsync(Staff, page.Run.Id, null, null, Stop)).Value;
}
