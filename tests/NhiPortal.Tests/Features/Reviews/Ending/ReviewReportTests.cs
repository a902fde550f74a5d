using System.Text;
using System.Text.Json;
using CsvHelper;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Reports;
using UglyToad.PdfPig;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reviews.Ending;

/// <summary>A report says in every format what the database says, whatever things are called.</summary>
public sealed class ReviewReportTests : IAsyncLifetime
{
    private const string Reason = "=2+5 was \"needed\"; then, as ever, nobody used it 伊藤";

    private static readonly string[] Names =
        ["=HYPERLINK(\"http://evil.example\";\"open\")", "+1+1", "-2+3", "@SUM(1)", "\tTabbed; \"quoted\", and,\nmore", "Ünï \u202Egpj.exe 伊藤", "<b>&amp;</b> 'quoted'", "Bell \u0007 rings"];

    private TestPortal portal = null!;
    private ReviewReport report = null!;
    private List<ReviewItem> items = [];
    private List<ReviewDecision> decisions = [];
    private List<CarryOut> lines = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        await portal.ArrangeAsync(db =>
        {
            foreach (var (name, number) in Names.Select((name, number) => (name, number)))
            {
                var integration = Integration.Register(org.Home.Id, $"odd-{number}", name, "Is called so.", IntegrationKind.InternalAgent, DeploymentEnvironment.Production, portal.Now);
                integration.Activate();
                db.AddRange(integration, PrivilegePath.Create(integration.Id, org.Database.Id, "group.add_member", "*", portal.Now));
                db.Add(Credential.Create(integration, CredentialKind.ApiKey, $"=key-{number}", "kv/odd", portal.Now.AddDays(-5), portal.Now.AddDays(90), null, null, portal.Now));
            }
        });
        var staff = As(org.Staff, Role.IamStaff);
        var made = await portal.Get<SaveCampaign>().RunAsync(staff, org.Home.Id, null, new()
        {
            Name = "@Review of \"everything\"", Scope = new() { Environment = DeploymentEnvironment.Production, RiskFrom = RiskLevel.High }, Stages = [new(ReviewerRule.Named, org.Nora.Id)], Fallback = org.Staff.Id, Lead = org.Staff.Id, DueDays = 10,
        }, Stop);
        var id = made.Value;
        Assert.True((await portal.Get<StartCampaign>().RunAsync(staff, id, Stop)).Succeeded);
        await using var db = portal.Db();
        foreach (var alike in (await db.ReviewItems.AsNoTracking().ToListAsync(Stop)).GroupBy(Answer).Where(alike => alike.Key is not null))
        {
            var voice = new ReviewVoice(alike.Key!.Value) { Reason = Reason, RotateBy = DateOnly.FromDateTime(portal.Now.UtcDateTime).AddDays(9), ReduceTo = "=readers", Seconds = 30 * alike.Count() };
            var drafted = await portal.Get<AnswerItems>().RunAsync(As(org.Nora), id, [.. alike.Select(i => i.Number)], voice, Stop);
            Assert.True(drafted.Succeeded, drafted.Refusal?.Sentence);
        }

        Assert.True((await portal.Get<SubmitAnswers>().RunAsync(As(org.Nora), id, Stop)).Succeeded);
        Assert.True((await portal.Get<ExtendCampaign>().RunAsync(staff, id, 3, "Two of them were away", Stop)).Succeeded);
        Assert.True((await portal.Get<CloseReview>().RunAsync(staff, id, "=1+1 is all it takes", Stop)).Succeeded);
        await portal.Get<FinishReviews>().RunAsync(Stop);
        report = (await portal.Get<ReviewReportQuery>().RunAsync(staff, id, Stop))!;
        items = await db.ReviewItems.AsNoTracking().OrderBy(i => i.Number).ToListAsync(Stop);
        decisions = await db.ReviewDecisions.AsNoTracking().Where(d => d.SubmittedAt != null).ToListAsync(Stop);
        lines = await db.CarryOuts.AsNoTracking().ToListAsync(Stop);
        Assert.Equal(6, items.Select(i => i.Outcome).Distinct().Count() + 1);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Xlsx_IsValid_HoldsNoFormula_AndEveryItemAsItIs()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(await WriteAsync("xlsx")), false);
        Assert.Empty(new OpenXmlValidator().Validate(document, Stop).Select(fault => $"{fault.Path?.XPath}: {fault.Description}"));
        var sheet = Assert.Single(document.WorkbookPart!.WorksheetParts).Worksheet!;
        Assert.Empty(sheet.Descendants<CellFormula>());
        var rows = sheet.Descendants<Row>().Select(row => row.Elements<Cell>().Select(cell => cell.InnerText).ToList()).ToList();
        AgreesWithTheDatabase(rows[0], rows[1..], text => text.Replace("\u0007", "", StringComparison.Ordinal).ReplaceLineEndings("\n"), text => text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Csv_NeutralisesFormulas_AndHoldsEveryItemAsItIs()
    {
        List<List<string>> rows = [];
        using var csv = CsvReader.Create(new MemoryStream(await WriteAsync("csv")), CsvReaderOptions.Default with { HasHeader = false }, leaveOpen: false);
        while (csv.Read())
            rows.Add([.. Enumerable.Range(0, csv.FieldCount).Select(at => csv.GetString(at))]);
        rows[0][0] = rows[0][0].TrimStart('\uFEFF');
        Assert.All(rows.SelectMany(row => row), cell => Assert.False(cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r', cell));
        AgreesWithTheDatabase(rows[0], rows[1..], text => text, cell => cell.StartsWith('\'') ? cell[1..] : cell);
    }

    [Fact]
    public async Task Json_HoldsTheQuestion_ThePopulation_EveryAnswerAndEveryProof()
    {
        using var json = JsonDocument.Parse(await WriteAsync("json"));
        var root = json.RootElement;
        Assert.Equal(["Environment: Production", "Risk from: High", "Keys behind the privileges: each is an item"], root.GetProperty("scope").EnumerateArray().Select(said => $"{said.GetProperty("key")}: {said.GetProperty("value")}"));
        Assert.Equal(items.GroupBy(i => i.Outcome).OrderBy(same => same.Key).Select(same => (Camel(same.Key!.Value), same.Count(i => i.Kind == ReviewItemKind.Privilege), same.Count(i => i.Kind == ReviewItemKind.Credential), same.Count())),
            root.GetProperty("population").EnumerateArray().Select(count => (count.GetProperty("outcome").GetString()!, count.GetProperty("privileges").GetInt32(), count.GetProperty("keys").GetInt32(), count.GetProperty("items").GetInt32())));
        var told = root.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(items.Select(i => (i.Number, i.Facts.Integration, Camel(i.Outcome!.Value), i.ReduceTo, i.RotateBy?.ToString("yyyy-MM-dd", null))),
            told.Select(i => (i.GetProperty("number").GetInt32(), i.GetProperty("integration").GetString()!, i.GetProperty("outcome").GetString()!, i.GetProperty("reduceTo").GetString(), i.GetProperty("rotateBy").GetString())));
        Assert.Equal(decisions.OrderBy(d => d.ItemNumber).Select(d => (d.ItemNumber, d.Reason, d.Seconds, d.Bulk, "Nora", d.TieWords)),
            told.SelectMany(i => i.GetProperty("answers").EnumerateArray()).Select(a => (a.GetProperty("item").GetInt32(), a.GetProperty("reason").GetString(), a.GetProperty("seconds").GetInt32(), a.GetProperty("bulk").GetBoolean(), a.GetProperty("by").GetString()!, a.GetProperty("tieWords").GetString())));
        Assert.Equal(lines.OrderBy(l => l.ItemNumber).ThenBy(l => l.Number).Select(l => (l.ItemNumber, l.Number, l.What, l.Trouble, l.Proof)),
            told.SelectMany(i => i.GetProperty("carriedOut").EnumerateArray()).Select(l => (l.GetProperty("item").GetInt32(), l.GetProperty("number").GetInt32(), l.GetProperty("what").GetString()!, l.GetProperty("trouble").GetString(), l.GetProperty("proof").GetString())));
        var quality = root.GetProperty("quality");
        Assert.Equal((decisions.Count, items.Count(i => i.Outcome == ReviewOutcome.UnattendedRevoked), 1), (quality.GetProperty("answers").GetInt32(), quality.GetProperty("silent").GetInt32(), quality.GetProperty("warnings").GetArrayLength()));
        Assert.Equal("=1+1 is all it takes", root.GetProperty("endReason").GetString());
        Assert.EndsWith("Two of them were away", root.GetProperty("moreTime").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pdf_ReadBack_SaysTheNumbersOfTheDatabase()
    {
        using var pdf = PdfDocument.Open(await WriteAsync("pdf"));
        var text = Squeezed(string.Concat(pdf.GetPages().Select(page => page.Text)));
        foreach (var same in items.GroupBy(i => i.Outcome!.Value))
            Assert.Contains(Squeezed($"{ReviewWording.Title(same.Key)}{same.Count(i => i.Kind == ReviewItemKind.Privilege)}{same.Count(i => i.Kind == ReviewItemKind.Credential)}{same.Count()}"), text, StringComparison.Ordinal);
        Assert.Contains(Squeezed($"All{items.Count(i => i.Kind == ReviewItemKind.Privilege)}{items.Count(i => i.Kind == ReviewItemKind.Credential)}{items.Count}"), text, StringComparison.Ordinal);
        Assert.Contains(Squeezed($"Answers{decisions.Count}, of 1 person"), text, StringComparison.Ordinal);
        Assert.Contains(Squeezed($"{lines.Count(l => l.DoneAt is null)} of what was decided is not shown to be done yet"), text, StringComparison.Ordinal);
        // Every item has its row, whatever it is about is called; letters that the font lacks are numbers.
        foreach (var item in items)
            Assert.Contains(Squeezed($"{item.Number}{ReportFonts.Printable(item.Facts.Integration)}{item.Action} on {item.Facts.Target}"), text, StringComparison.Ordinal);
        foreach (var line in lines)
            Assert.Contains(Squeezed(ReportFonts.Printable(line.What)), text, StringComparison.Ordinal);
    }

    private static ReviewAnswer? Answer(ReviewItem item) => (item.Number % 7, item.Kind) switch
    {
        (0 or 1 or 2, _) => ReviewAnswer.Revoke,
        (3, ReviewItemKind.Credential) => ReviewAnswer.KeepAndRotate,
        (3, _) => item.Pattern == "*" ? ReviewAnswer.Reduce : ReviewAnswer.Keep,
        (4, _) => ReviewAnswer.KeepAndRotate,
        (5, _) => ReviewAnswer.Keep,
        _ => null,
    };

    private async Task<byte[]> WriteAsync(string ending)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = portal.Services, Response = { Body = body } };
        await ReviewReportRoutes.Formats[ending](report).ExecuteAsync(http);
        return body.ToArray();
    }

    private void AgreesWithTheDatabase(List<string> headings, List<List<string>> rows, Func<string, string> asWritten, Func<string, string> asRead)
    {
        string Cell(List<string> row, string heading) => asRead(row[headings.IndexOf(heading)]);
        Assert.Equal(items.Count, rows.Count);
        foreach (var (item, row) in items.Zip(rows))
        {
            var (said, done) = (decisions.Where(d => d.ItemNumber == item.Number).ToList(), lines.Where(l => l.ItemNumber == item.Number).OrderBy(l => l.Number).ToList());
            Assert.Equal(item.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), Cell(row, "Item"));
            Assert.Equal(asWritten(item.Facts.Integration), Cell(row, "Integration"));
            Assert.Equal(asWritten(item.Action), Cell(row, "What"));
            Assert.Equal(ReviewWording.Title(item.Outcome!.Value), Cell(row, "Outcome"));
            Assert.Equal(item.ReduceTo ?? "", Cell(row, "ReducedTo"));
            Assert.Equal($"{item.RotateBy:yyyy-MM-dd}", Cell(row, "RotateBy"));
            Assert.Equal(asWritten(string.Join("; ", said.Select(d => $"{d.Answer.Title()}: {d.Reason}"))), Cell(row, "Reasons"));
            Assert.Equal(string.Join("; ", said.Select(d => $"{d.Seconds}")), Cell(row, "Seconds"));
            Assert.Equal(asWritten(string.Join("; ", done.Select(l => l.Proof ?? l.Trouble ?? "not shown yet"))), Cell(row, "Proof"));
            Assert.Equal(asWritten("=1+1 is all it takes"), Cell(row, "EndedEarly"));
            Assert.EndsWith("Two of them were away", Cell(row, "MoreTime"), StringComparison.Ordinal);
            Assert.Equal("Environment: Production; Risk from: High; Keys behind the privileges: each is an item", Cell(row, "Scope"));
            Assert.StartsWith($"{decisions.Count} answers of 1 person", Cell(row, "Quality"), StringComparison.Ordinal);
        }
    }

    private static string Camel(ReviewOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());

    private static string Squeezed(string text) => string.Concat(text.EnumerateRunes().Where(rune => !Rune.IsWhiteSpace(rune)).Select(rune => rune.ToString()));
}
