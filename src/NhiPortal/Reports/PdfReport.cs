using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;

namespace NhiPortal.Reports;

/// <summary>Writes a report as a PDF that a screen reader can read, with its fonts inside, and the same bytes every time.</summary>
public static class PdfReport
{
    private static readonly Lock One = new();

    public static byte[] Write(Report report)
    {
        // The library keeps fonts for the whole process; one at a time is fast enough for documents that people open.
        lock (One)
            // How many pages there are is known only at the end, and every page says it.
            return SteadyPdf.Of(Render(report, Render(report, null).Pages).File);
    }

    private static (byte[] File, int Pages) Render(Report report, int? total)
    {
        using var document = new PdfDocument();
        (document.Info.Title, document.Info.Subject, document.Info.Author, document.Info.Creator) = (report.Title, report.Subtitle, "NhiPortal", "NhiPortal");
        (document.Info.CreationDate, document.Info.ModificationDate) = (report.At.UtcDateTime, report.At.UtcDateTime);
        document.ViewerPreferences.DisplayDocTitle = true;
        UAManager.ForDocument(document).SetDocumentLanguage(report.Language);
        using var file = new MemoryStream();
        int pages;
        using (var sheets = new PdfSheets(document, ReportFonts.Printable($"{report.Title} · {report.At.UtcDateTime:d MMM yyyy HH:mm} UTC"), total))
        {
            sheets.Turn();
            var writer = new PdfBlocks(sheets);
            writer.Cover(report);
            foreach (var block in report.Blocks)
                writer.Write(block);
            pages = sheets.Pages;
        }

        if (total is not null)
            document.Save(file, false);
        return (file.ToArray(), pages);
    }
}
