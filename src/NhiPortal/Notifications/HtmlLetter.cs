using System.Text.Encodings.Web;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Notifications;

/// <summary>A letter as HTML: every text of others is encoded, and each value is kept from turning the words around it.</summary>
internal static class HtmlLetter
{
    private const string Font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

    // Mail programs that know dark mode recolour by these; all others show the light one.
    private const string Head = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
        <style>@media (prefers-color-scheme: dark) { body, .page { background: #10151d !important; } .card { background: #171e29 !important; border-color: #2c3644 !important; }
        .ink, h1, h2 { color: #e8edf4 !important; } .quiet { color: #a3afbf !important; } .line { border-color: #2c3644 !important; } a.go { background: #8ab4ff !important; color: #0d1626 !important; } a.plain { color: #8ab4ff !important; } }</style></head>
        """;

    public static string Of(LetterDraft draft, Func<string, string> link)
    {
        var html = new List<string> { Head };
        html.Add($"<body style=\"margin:0;background:#f3f5f8\"><div class=\"page\" style=\"padding:24px 12px;background:#f3f5f8;{Font}\">");
        html.Add("<div class=\"card\" style=\"max-width:600px;margin:0 auto;background:#ffffff;border:1px solid #dbe1e9;border-radius:8px;padding:24px\">");
        html.Add("<p class=\"quiet\" style=\"margin:0 0 12px;font-size:13px;font-weight:600;color:#5b6675\">NhiPortal</p>");
        html.Add($"<h1 style=\"margin:0 0 4px;font-size:20px;line-height:1.3;color:#1a2230\">{Heading(draft)}</h1>");
        html.Add($"<p class=\"quiet\" style=\"margin:0;font-size:14px;color:#5b6675\">For {Value(draft.Name)}</p>");
        foreach (var group in draft.Lines.GroupBy(line => line.Kind).OrderBy(group => group.Key))
        {
            html.Add($"<h2 style=\"margin:24px 0 0;font-size:15px;color:#1a2230\">{group.Key.Title()}</h2>");
            foreach (var line in group)
                Append(html, line, draft, link);
        }

        if (draft.More > 0)
            html.Add($"<p class=\"ink\" style=\"margin:20px 0 0;font-size:14px;color:#1a2230\">And {draft.More} more. <a class=\"plain\" style=\"color:#1f5fd0\" href=\"{Safe(link("/reminders"))}\">See all of them</a></p>");
        html.Add("</div><p class=\"quiet\" style=\"max-width:600px;margin:16px auto 0;font-size:12px;line-height:1.5;color:#5b6675\">Sent because you answer for these things. Nothing can be decided by answering this mail. ");
        html.Add($"<a class=\"plain\" style=\"color:#1f5fd0\" href=\"{Safe(link("/reminders/settings"))}\">When and how you are reminded</a></p></div></body></html>");
        return string.Concat(html);
    }

    private static void Append(List<string> html, LetterLine line, LetterDraft draft, Func<string, string> link)
    {
        html.Add("<div class=\"line\" style=\"padding:14px 0;border-bottom:1px solid #e6eaf0\">");
        html.Add($"<p class=\"ink\" style=\"margin:0;font-size:15px;line-height:1.4;font-weight:600;color:#1a2230\">{Value(line.Title)}</p>");
        html.Add($"<p class=\"quiet\" style=\"margin:2px 0 0;font-size:14px;line-height:1.45;color:#5b6675\">{Value(line.Detail)}</p>");
        if (line.Due is { } due)
            html.Add($"<p class=\"quiet\" style=\"margin:2px 0 0;font-size:14px;color:#5b6675\">Until {Safe(LetterWords.Moment(due, draft.Zone))}</p>");
        html.Add($"<p style=\"margin:10px 0 0\"><a class=\"go\" href=\"{Safe(link(line.Path))}\" style=\"display:inline-block;padding:8px 14px;border-radius:6px;background:#1f5fd0;color:#ffffff;font-size:14px;font-weight:600;text-decoration:none\">{line.Kind.Act()}</a></p></div>");
    }

    private static string Heading(LetterDraft draft) => draft.Lines.Count + draft.More == 1 ? "One thing waits for you" : $"{draft.Lines.Count + draft.More} things wait for you";

    private static string Value(string text) => $"<bdi>{Safe(text)}</bdi>";

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
