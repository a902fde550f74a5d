using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;

namespace NhiPortal.Reports;

/// <summary>
/// The pages of one PDF while it is written: where the next line goes, and what stands at the foot of each. Without a total
/// it only counts its pages: everything is measured, nothing is drawn.
/// </summary>
internal sealed class PdfSheets(PdfDocument document, string footer, int? total) : IDisposable
{
    public const double Margin = 42, Foot = 30;

    private static readonly XColor Ink = XColor.FromArgb(26, 32, 44), Quiet = XColor.FromArgb(82, 90, 105), Rule = XColor.FromArgb(203, 210, 220), Band = XColor.FromArgb(238, 241, 246), Amber = XColor.FromArgb(255, 244, 214);

    public static readonly XBrush Dark = new XSolidBrush(Ink), Grey = new XSolidBrush(Quiet), Shade = new XSolidBrush(Band), Alarm = new XSolidBrush(Amber);

    private readonly XFont foot = ReportFonts.Text(7.5);
    private readonly XPen rule = new(Rule, 0.6);
    private readonly StructureBuilder tags = UAManager.ForDocument(document).StructureBuilder;
    private XGraphics? canvas;

    public double Width { get; private set; }
    public double Y { get; set; }
    public int Pages { get; private set; }
    public XGraphics Canvas => canvas!;

    private double Bottom { get; set; }

    public double Room => Bottom - Y;

    /// <summary>How much one page holds.</summary>
    public double Whole => Bottom - Margin;

    public void Turn()
    {
        (Pages, Y) = (Pages + 1, Margin);
        if (canvas is not null && total is null)
            return;
        canvas?.Dispose();
        var page = document.AddPage();
        (page.Size, page.Orientation) = (PageSize.A4, PageOrientation.Landscape);
        canvas = XGraphics.FromPdfPage(page);
        (Width, Bottom) = (page.Width.Point - (2 * Margin), page.Height.Point - Margin - Foot);
        var number = $"Page {Pages} of {total}";
        Artifact(() =>
        {
            Canvas.DrawLine(rule, Margin, Bottom + 12, Margin + Width, Bottom + 12);
            Canvas.DrawString(footer, foot, Grey, Margin, Bottom + 24);
            Canvas.DrawString(number, foot, Grey, Margin + Width - Canvas.MeasureString(number, foot).Width, Bottom + 24);
        });
    }

    /// <summary>What is written meanwhile is read out as what the tag says.</summary>
    public void Tagged(PdfBlockLevelElementTag tag, Action write)
    {
        if (total is not null)
            tags.BeginElement(tag);
        write();
        if (total is not null)
            tags.End();
    }

    public void Draw(string text, XFont font, XBrush brush, double left, double baseline)
    {
        if (total is not null)
            Canvas.DrawString(text, font, brush, left, baseline);
    }

    /// <summary>Lines of one piece of text from the left edge; goes on over as many pages as they need.</summary>
    public void Write(IEnumerable<string> lines, XFont font, XBrush brush, double left = 0)
    {
        var height = Height(font);
        foreach (var line in lines)
        {
            if (Room < height)
                Turn();
            Draw(line, font, brush, Margin + left, Y + Ascent(font));
            Y += height;
        }
    }

    public void Line() => Artifact(() => Canvas.DrawLine(rule, Margin, Y, Margin + Width, Y));

    public void Fill(XBrush brush, double height) => Artifact(() => Canvas.DrawRectangle(brush, Margin, Y, Width, height));

    public static double Height(XFont font) => font.Size * 1.32;

    public static double Ascent(XFont font) => font.Size;

    public void Dispose() => canvas?.Dispose();

    // What only decorates is not read out.
    private void Artifact(Action draw)
    {
        if (total is null)
            return;
        tags.BeginArtifact();
        draw();
        tags.End();
    }
}
