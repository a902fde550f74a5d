using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using NhiPortal.Domain;
using NhiPortal.Features.Imports;
using NhiPortal.Shell;

namespace NhiPortal.Tests.Features.Imports;

/// <summary>Files as people have them: any letters, any separator, broken, hostile; always a clear answer.</summary>
public sealed class SheetFileTests
{
    private static readonly ImportColumn[] Columns = [new("key", "", "", true), new("name", "", "", true), new("owner", "", "")];

    public static TheoryData<string, bool, string> Letters => new()
    {
        { "utf-8", false, "UTF-8" }, { "utf-8", true, "UTF-8" }, { "utf-16", true, "UTF-16" }, { "utf-16BE", true, "UTF-16" }, { "utf-16", false, "UTF-16" }, { "windows-1252", false, "Windows-1252" },
    };

    [Theory]
    [MemberData(nameof(Letters))]
    public async Task Read_AnyEncoding_KeepsAccents(string name, bool marked, string told)
    {
        var encoding = name == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.GetEncoding(name);
        byte[] bytes = [.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes("key,name,owner\nhr-sync,Größe,Zoë\n")];

        var (read, lines) = await ReadAsync(bytes);

        Assert.Contains(told, read.Value, StringComparison.Ordinal);
        Assert.Equal(["hr-sync", "Größe", "Zoë"], Assert.Single(lines).Cells);
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public async Task Read_AnySeparator_FindsTheCells(char separator)
    {
        var (_, lines) = await ReadAsync($"Owner{separator}KEY{separator}name\r\n\"a{separator}b\"{separator}k1{separator}\"say \"\"hi\"\"\"\r\n\r\nx{separator}k2{separator}n\r\n");

        Assert.Equal(["k1", "say \"hi\"", $"a{separator}b"], lines[0].Cells);
        Assert.Equal((2, 4), (lines[0].Number, lines[1].Number));
    }

    [Fact]
    public async Task Read_OneRowMoreThanAllowed_IsRefusedAndNeverHeldWhole()
    {
        var text = new StringBuilder("key,name\n");
        for (var n = 0; n <= SheetCells.MostRows; n++)
            text.Append("robot-").Append(n).Append(",Robot\n");
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        var (taken, largest) = (0, 0);

        var read = await SheetFile.ReadAsync(file, Columns[..2], lines =>
        {
            (taken, largest) = (taken + lines.Count, Math.Max(largest, lines.Count));
            return Task.CompletedTask;
        }, TestContext.Current.CancellationToken);

        Assert.Equal("too_many_rows", read.Refusal!.Code);
        Assert.Equal(SheetCells.MostRows, taken);
        Assert.InRange(largest, 1, 1_000);
    }

    [Theory]
    [InlineData("name,owner\nx,y", "“key” is missing")]
    [InlineData("key,nmae\nx,y", "did you mean “name”")]
    [InlineData("key,name,name\nx,y,z", "“name” stands there 2 times")]
    [InlineData("key,name,\u00fcber\nx,y,z", "“über” is not known")]
    [InlineData("", "empty")]
    [InlineData("key,name\n\n\n", "no rows")]
    [InlineData("key,name\nx,\"never closed\n", "cannot be read")]
    public async Task Read_WrongFile_SaysWhatIsWrong(string text, string told)
    {
        var (read, lines) = await ReadAsync(text);

        Assert.Contains(told, read.Refusal!.Sentence, StringComparison.Ordinal);
        Assert.Empty(lines);
    }

    [Fact]
    public async Task Read_TwoEncodingsInOneFile_NamesBothLines()
    {
        byte[] bytes = [.. "key,name\n"u8, .. "k1,Größe\n"u8, .. "k2,Gr"u8, 0xF6, 0xDF, .. "e\n"u8];

        var (read, _) = await ReadAsync(bytes);

        Assert.Equal("mixed_encodings", read.Refusal!.Code);
        Assert.Contains("line 2 is UTF-8, line 3 is not", read.Refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Formula_RefusesThatRowByCell()
    {
        var (_, lines) = await ReadAsync("key,name,owner\nk1,=1+1,\nk2,fine,\nk3,x,y,z\n");

        Assert.Equal("Cell B2 (name) holds a formula; put its value in its place.", lines[0].Fault);
        Assert.Null(lines[1].Fault);
        Assert.Contains("more cells than there are headings", lines[2].Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OwnXlsx_GivesTheRowsBack()
    {
        using var file = new MemoryStream();
        await new XlsxDownload("x.xlsx", ["key", "name", "owner"], Rows().ToAsyncEnumerable()).WriteAsync(file, TestContext.Current.CancellationToken);

        var (read, lines) = await ReadAsync(file.ToArray());

        Assert.Contains("XLSX", read.Value, StringComparison.Ordinal);
        Assert.Equal(3, lines.Count);
        Assert.Equal(["k1", "plain", "Zoë"], lines[0].Cells);
        Assert.Equal(["k2", "7", ""], lines[1].Cells);
        Assert.Equal("🙂 \t tab", lines[2].Cells[1]);

        static IEnumerable<IReadOnlyList<object?>> Rows() => [["k1", "plain", "Zoë"], ["k2", 7, null], ["k3", "🙂 \t tab\u0001", null]];
    }

    [Fact]
    public async Task Read_XlsxWithFormulaAndDate_NamesTheCellAndReadsTheDay()
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var part = book.AddNewPart<WorksheetPart>();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = new Stylesheet(new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14 }));
            part.Worksheet = new Worksheet(new SheetData(
                new Row(Said("A1", "key"), Said("B1", "name"), Said("C1", "owner")) { RowIndex = 1 },
                new Row(Said("A2", "k1"), new Cell { CellReference = "B2", CellFormula = new CellFormula("A2"), CellValue = new CellValue("k1") }) { RowIndex = 2 },
                new Row(Said("A9", "k2"), new Cell { CellReference = "C9", StyleIndex = 1, CellValue = new CellValue("46387") }) { RowIndex = 9 }));
            book.Workbook = new Workbook(new Sheets(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Name = "One", SheetId = 1, Id = book.GetIdOfPart(part) }));
        }

        var (_, lines) = await ReadAsync(file.ToArray());

        Assert.Equal("Cell B2 (name) holds a formula; put its value in its place.", lines[0].Fault);
        Assert.Equal((9, "2026-12-31"), (lines[1].Number, lines[1].Cells[2]));

        static Cell Said(string at, string text) => new() { CellReference = at, DataType = CellValues.InlineString, InlineString = new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(text)) };
    }

    [Theory]
    [InlineData("xl/vbaProject.bin", "macros")]
    [InlineData("xl/externalLinks/externalLink1.xml", "external_links")]
    public async Task Read_XlsxThatActsOrReachesOut_IsRefused(string part, string code)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, true))
            zip.CreateEntry(part).Open().Dispose();

        var (read, _) = await ReadAsync(file.ToArray());

        Assert.Equal(code, read.Refusal!.Code);
    }

    [Fact]
    public async Task Read_ZipBomb_IsRefusedUnread()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, true))
        {
            await using var entry = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.SmallestSize).Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 410; i++)
                await entry.WriteAsync(zeros, TestContext.Current.CancellationToken);
        }

        var (read, _) = await ReadAsync(file.ToArray());

        Assert.Equal("too_large", read.Refusal!.Code);
    }

    [Theory]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 1, 2 }, "old_format")]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 9, 9, 9 }, "malformed")]
    [InlineData(new byte[] { 0, 1, 0, 2, 3, 0, 0, 0 }, "not_text")]
    public async Task Read_OtherFiles_AreRefused(byte[] bytes, string code) => Assert.Equal(code, (await ReadAsync(bytes)).Read.Refusal!.Code);

    private static Task<(Result<string> Read, List<ImportLine> Lines)> ReadAsync(string text) => ReadAsync(Encoding.UTF8.GetBytes(text));

    private static async Task<(Result<string> Read, List<ImportLine> Lines)> ReadAsync(byte[] bytes)
    {
        var lines = new List<ImportLine>();
        var read = await SheetFile.ReadAsync(new MemoryStream(bytes), Columns, batch =>
        {
            lines.AddRange(batch);
            return Task.CompletedTask;
        }, TestContext.Current.CancellationToken);
        return (read, lines);
    }
}
