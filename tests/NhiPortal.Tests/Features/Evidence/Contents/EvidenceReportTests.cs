using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Evidence;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Evidence.Contents;
using UglyToad.PdfPig;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Evidence.Contents;

/// <summary>What people read in a package is what the database says: every number of the report, every row of the matrix.</summary>
public sealed class EvidenceReportTests(ContentsMade made) : IClassFixture<ContentsMade>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_EveryNumber_EqualsTheQueryOnTheDatabase()
    {
        await using var db = made.Portal.Db();
        var text = Report();
        var events = db.AuditEvents.AsNoTracking().Where(e => e.LeafIndex < made.Contents.TreeSize);
        Says(text, $"Events {N(await events.CountAsync(Stop))}, of leaves 0 to {made.Contents.TreeSize - 1} of the log");
        var actions = await events.CountAsync(e => e.Kind == EvidenceTable.Allowed, Stop);
        var attributed = await events.CountAsync(e => e.Kind == EvidenceTable.Allowed && e.WorkloadId != null && e.Body.Contains("\"approvers\":["), Stop);
        Assert.Equal((2, 1), (actions, attributed));
        Says(text, $"Administrative actions {actions} With workload and approver {attributed} Without one of them {actions - attributed}");
        Says(text, $"{actions - attributed} of {actions} administrative actions name no workload or no approver.");
        foreach (var (kind, title) in new[] { ("review", "Access reviews"), ("access", "Evaluations") })
            Says(text, $"{title} {N(await events.CountAsync(e => e.Kind.StartsWith(kind + "."), Stop))}");
        foreach (var (query, count) in made.Counts)
        {
            var result = query.Limit.Judge(count);
            if (count.Failing > 0)
                Says(text, $"{query.Name}: {N(count.Failing)} of {N(count.Population)}");
            if (result != ControlResult.NotEvaluable)
                Says(text, $"{N(count.Failing)} of {N(count.Population)} {result.Words()}");
        }

        var open = await db.Findings.Where(f => f.Status == FindingStatus.Open).GroupBy(f => f.Severity).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(Stop);
        Says(text, $"{open.Sum(one => one.Count)} {(open.Sum(one => one.Count) == 1 ? "finding is" : "findings are")} open.");
        Assert.All(open, one => Says(text, $"{one.Key} {one.Count}"));
        var held = await db.Set<PrivilegeLine>().CountAsync(l => l.GoneAt == null && l.Enabled && l.Class != PrivilegeClass.Explained, Stop);
        Says(text, $"Readings of targets show {held} such");
        var items = await db.ReviewItems.CountAsync(i => i.CampaignId == made.Review, Stop);
        var decided = await db.ReviewItems.CountAsync(i => i.CampaignId == made.Review && i.Outcome != null, Stop);
        Assert.True(decided > 0);
        Assert.Matches($@"Administrators Running Staff [^–]+ – {items} {decided} {decided} 0", text);
        Says(text, $"Population {actions} Drawn {actions} Seed {(await db.Checkpoints.SingleAsync(c => c.Size == made.Contents.TreeSize, Stop)).Root.Aggregate("", (hex, part) => hex + part.ToString("x2", CultureInfo.InvariantCulture))}");
    }

    [Fact]
    public async Task Report_EachFramework_CountsItsControlsAtBothMoments()
    {
        await using var db = made.Portal.Db();
        var (text, catalogue) = (Report(), ControlCatalogue.Shipped);
        var shown = await made.Portal.Get<CoverageQuery>().RunAsync(As(made.Org.Staff, Domain.Role.Administrator), Stop);
        foreach (var framework in catalogue.Frameworks)
        {
            var rows = shown.Of(framework.Key).ToList();
            var counts = string.Join(' ', ControlWords.Order.Select(result => N(rows.Count(row => row.Standing.Result == result))));
            // A cell may break into lines, so the moments' names are all that stands between.
            Assert.Matches($@"(End of the period|period) {N(rows.Count)} {counts}\b", text);
        }
    }

    [Fact]
    public void Report_OnItsFirstPage_SaysWhoAndWhyAndWhichKey()
    {
        using var file = PdfDocument.Open(made.Files[EvidenceReport.File]);
        var pages = file.GetPages().Select(page => string.Join(' ', page.GetWords().Select(word => word.Text))).ToList();
        foreach (var said in new[] { "Evidence of privileged access by machines", "Exported by Staff", "Why The annual audit", made.Contents.Package, "RFC 7638", "every framework of the catalogue" })
            Assert.Contains(said, pages[0], StringComparison.Ordinal);
        Assert.StartsWith("1. Scope", pages[1], StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, pages.Count), page => Assert.Contains($"Page {page + 1} of {pages.Count}", pages[page], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Matrix_IsValid_HoldsEveryCellAndControl_AndRunsNothing()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(made.Files[MatrixBook.File]), false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document, TestContext.Current.CancellationToken).Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}"));
        var sheets = Sheets(document);
        Assert.Equal(["Ownership", "Controls", "Evidence", "Failing"], sheets.Keys);
        Assert.Equal(ControlCatalogue.Shipped.Controls.Count, sheets["Controls"].Count - 1);
        Assert.Equal(2 * EvidenceQueries.All.Count, sheets["Evidence"].Count - 1);
        await using var db = made.Portal.Db();
        var cells = await db.Integrations.CountAsync(Stop) * 3 + await db.Paths.Where(p => p.RemovedAt == null).Select(p => new { p.IntegrationId, p.TargetId }).Distinct().CountAsync(Stop);
        Assert.Equal(cells, sheets["Ownership"].Count - 1);
        Assert.Contains(sheets["Ownership"], row => row[0] == "hr-sync" && row[7] == "corp-directory" && row[8] == "Sam");
        Assert.Contains(sheets["Failing"], row => row[0] == "When asked for" && row[1] == "owner-coverage" && row[2] == "Integration" && row[4].StartsWith("=HYPERLINK", StringComparison.Ordinal));
        // Such a text is a text: no cell holds a formula, and none leads anywhere.
        Assert.All(document.WorkbookPart!.WorksheetParts, part =>
        {
            Assert.Empty(part.Worksheet!.Descendants<CellFormula>());
            Assert.Empty(part.HyperlinkRelationships);
        });
    }

    [Fact]
    public void Reviews_EachItem_TellsAnswerReasonAndTheLeavesThatShowIt()
    {
        var lines = made.Text(ReviewRecords.File).Split('\n')[..^1];
        Assert.Contains("\"record\":\"campaign\"", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line =>
        {
            using var json = System.Text.Json.JsonDocument.Parse(line);
            var item = json.RootElement.GetProperty("item");
            if (item.GetProperty("outcome").ValueKind == System.Text.Json.JsonValueKind.Null)
                return;
            Assert.Equal("Nobody needs it any more", item.GetProperty("answers")[0].GetProperty("reason").GetString());
            var leaf = json.RootElement.GetProperty("leaves")[0].GetInt64();
            Assert.Contains(made.Text("reviews.csv").Split("\r\n"), row => row.StartsWith($"\"{leaf}\"", StringComparison.Ordinal) && row.Contains("Nobody needs it any more", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Package_OfOneFramework_TellsOfNoOther_AndOfAnIntegration_OwnsOnlyIt()
    {
        var filter = EvidenceScene.Everything(made.Portal) with { FrameworkKey = "owasp-nhi", IntegrationKey = "hr-sync" };
        var files = EvidenceScene.Files(await EvidenceScene.PackageAsync(made.Portal, made.Org, filter));
        using var document = SpreadsheetDocument.Open(new MemoryStream(files[MatrixBook.File]), false);
        var sheets = Sheets(document);
        Assert.All(sheets["Controls"].Skip(1), row => Assert.StartsWith("OWASP NHI", row[0], StringComparison.Ordinal));
        Assert.All(sheets["Ownership"].Skip(1), row => Assert.Equal("hr-sync", row[0]));
        var needed = ControlCatalogue.Shipped.Of("owasp-nhi").SelectMany(control => control.Evidence).ToHashSet();
        Assert.Equal(2 * needed.Count, sheets["Evidence"].Count - 1);
        Assert.DoesNotContain("NIST CSF", Encoding.UTF8.GetString(files[OscalResults.File]), StringComparison.Ordinal);
    }

    private string Report()
    {
        using var file = PdfDocument.Open(made.Files[EvidenceReport.File]);
        return string.Join(' ', file.GetPages().SelectMany(page => page.GetWords().Select(word => word.Text)));
    }

    private static void Says(string text, string said) => Assert.True(text.Contains(said, StringComparison.Ordinal), $"The report does not say: {said}");

    private static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static Dictionary<string, List<List<string>>> Sheets(SpreadsheetDocument document) => document.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().ToDictionary(
        sheet => sheet.Name!.Value!, sheet => ((WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!.Value!)).Worksheet!.Descendants<Row>().Select(row => row.Elements<Cell>().Select(cell => cell.InlineString?.InnerText ?? cell.CellValue?.Text ?? "").ToList()).ToList());
}
