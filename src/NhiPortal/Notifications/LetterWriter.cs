using System.Text;
using MimeKit;
using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Notifications;

/// <summary>
/// Makes the mail of a draft: plain text and HTML that say the same, without images, styles from elsewhere or anything
/// that tells when it was read. A second try is the same message by its id.
/// </summary>
public sealed class LetterWriter(MailSettings settings, Uri? portal)
{
    private const int LongestSubject = 120;

    public static bool IsAddress(string? text) => Address(text, "") is not null;

    /// <returns>Null when the address is none.</returns>
    public MimeMessage? Write(LetterDraft draft)
    {
        if (Address(draft.Address, draft.Name) is not { } to || Address(settings.From, "NhiPortal") is not { } from)
            return null;
        return Message(draft, to, from, LetterWords.Subject(draft), new MultipartAlternative
        {
            new TextPart("plain") { Text = PlainLetter.Of(draft, Link) },
            new TextPart("html") { Text = HtmlLetter.Of(draft, Link) },
        });
    }

    /// <summary>The mail by which an administrator tries the settings.</summary>
    public MimeMessage? WriteTest(LetterDraft draft) =>
        Address(draft.Address, draft.Name) is { } to && Address(settings.From, "NhiPortal") is { } from
            ? Message(draft, to, from, "Mail from NhiPortal works", new TextPart("plain") { Text = $"This portal can send mail. It is at {Link("/")}\n" })
            : null;

    private MimeMessage Message(LetterDraft draft, MailboxAddress to, MailboxAddress from, string subject, MimeEntity body)
    {
        var message = new MimeMessage
        {
            Subject = Line(subject, LongestSubject),
            Date = draft.Now,
            MessageId = $"{draft.Id:n}@{from.Domain}",
            Body = body,
        };
        message.From.Add(from);
        message.To.Add(to);
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        message.Headers.Add("List-Unsubscribe", $"<{Link("/reminders/settings")}>");
        return message;
    }

    /// <summary>Links lead where the operator said the portal is, never where a request claimed to come from.</summary>
    public string Link(string path) => new Uri(portal!, path).AbsoluteUri;

    private static MailboxAddress? Address(string? text, string name) =>
        text is { Length: > 2 and <= Text.Mail } && !text.Any(char.IsControl)
        && MailboxAddress.TryParse(text, out var parsed) && parsed.Address == text.Trim() && parsed.LocalPart.Length > 0 && parsed.Domain.Length > 0
            ? new MailboxAddress(Encoding.UTF8, Line(name, Text.Name), parsed.Address)
            : null;

    /// <summary>One line, whatever somebody put into a name.</summary>
    internal static string Line(string text, int longest) => Text.Kept(new string([.. text.Select(sign => char.IsControl(sign) || sign is '\u2028' or '\u2029' ? ' ' : sign)]), longest);
}
