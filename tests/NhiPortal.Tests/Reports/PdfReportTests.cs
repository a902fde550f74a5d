using NhiPortal.Reports;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace NhiPortal.Tests.Reports;

/// <summary>What is in a report is in its file, on some page, whatever the letters and however long.</summary>
public sealed class PdfReportTests
{
    private static readonly DateTimeOffset Then = new(2026, 10, 12, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Write_TheSameReportLater_GivesTheSameBytes()
    {
        var first = PdfReport.Write(Sample(40));
        // The library's own stamps know seconds.
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (clock.ElapsedMilliseconds < 1_100)
            PdfReport.Write(Sample(1));

        Assert.True(first.AsSpan().SequenceEqual(PdfReport.Write(Sample(40))));
        Assert.False(first.AsSpan().SequenceEqual(PdfReport.Write(Sample(41))));
    }

    [Fact]
    public void Write_ManyRows_LosesNoneAndRepeatsTheHeadings()
    {
        using var file = PdfDocument.Open(PdfReport.Write(Sample(150)));
        var pages = file.GetPages().Select(Words).ToList();

        Assert.True(pages.Count > 5);
        for (var row = 1; row <= 150; row++)
        {
            // A row is on one page: its first and its last word stand together.
            var page = Assert.Single(pages, words => words.Contains($"row-{row}"));
            Assert.Contains($"end-{row}", page);
        }

        Assert.All(pages.Skip(1), words => Assert.Contains("Reviewer", words));
        for (var page = 0; page < pages.Count; page++)
            Assert.Contains($"Page {page + 1} of {pages.Count}", string.Join(' ', pages[page]), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RowLongerThanAPage_KeepsEveryWord()
    {
        var words = Enumerable.Range(1, 3_000).Select(number => $"word{number}").ToList();
        using var file = PdfDocument.Open(PdfReport.Write(Sample(0) with { Blocks = [new ReportTable([new("A", 1), new("B", 4)], [["x", string.Join(' ', words)]])] }));

        Assert.Empty(words.Except(file.GetPages().SelectMany(Words)));
    }

    [Fact]
    public void Write_LettersTheFontLacks_AreWrittenAsNumbers()
    {
        using var file = PdfDocument.Open(PdfReport.Write(Sample(0) with { Blocks = [new ReportParagraph("Žofie Ελλάδα Жанна 伊藤 \u202Egpj.exe \u0007 " + new string('ж', 900))] }));
        var text = string.Join(' ', file.GetPages().SelectMany(Words));

        Assert.Contains("Žofie Ελλάδα Жанна [U+4F0A][U+85E4] [U+202E]gpj.exe [U+0007]", text, StringComparison.Ordinal);
        Assert.Equal(900, text.Count(letter => letter == 'ж'));
    }

    [Fact]
    public void Write_AnyReport_SaysItsTitleAndLanguageAndHasItsFontsInside()
    {
        var bytes = PdfReport.Write(Sample(3));
        using var file = PdfDocument.Open(bytes);
        var raw = System.Text.Encoding.Latin1.GetString(bytes);

        Assert.Equal("Review of administrators", file.Information.Title);
        Assert.Equal("D:20261012080000+00'00'", file.Information.CreationDate);
        Assert.Matches("/Lang ?\\(en\\)", raw);
        Assert.Matches("/Marked true", raw);
        Assert.Contains("/StructTreeRoot", raw, StringComparison.Ordinal);
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(raw, "/FontFile2 "));
    }

    private static Report Sample(int rows) => new("Review of administrators", "Example organisation", Then)
    {
        Cover = [new("Owner", "Mika Ito"), new("Nothing", "")],
        Blocks =
        [
            new ReportWarning("Decided in a rush."), new ReportHeading("Decisions"), new ReportHeading("All", 2), new ReportParagraph("Every decision."), new ReportFacts([new("Items", $"{rows}")]),
            new ReportTable([new("Item", 2), new("Reviewer", 2), new("Reason", 5)], Enumerable.Range(1, rows).Select(IReadOnlyList<string> (row) => [$"row-{row}", "Sam", $"{string.Join(' ', Enumerable.Repeat("because", row % 60))} end-{row}"])),
        ],
    };

    private static List<string> Words(Page page) => [.. page.GetWords().Select(word => word.Text)];
}
