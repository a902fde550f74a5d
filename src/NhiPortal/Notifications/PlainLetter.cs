using NhiPortal.Domain.Reminders;

namespace NhiPortal.Notifications;

/// <summary>A letter as plain text.</summary>
internal static class PlainLetter
{
    public static string Of(LetterDraft draft, Func<string, string> link) => string.Join('\n',
    [
        $"Hello {LetterWriter.Line(draft.Name, Domain.Text.Name)},",
        "",
        .. draft.Lines.GroupBy(line => line.Kind).OrderBy(group => group.Key)
            .SelectMany(group => group.SelectMany(line => Lines(line, draft, link)).Prepend("").Prepend(group.Key.Title())),
        .. draft.More > 0 ? (string[])[$"And {draft.More} more: {link("/reminders")}", ""] : [],
        "--",
        "Sent by NhiPortal because you answer for these things. Nothing can be decided by answering this mail.",
        $"When and how you are reminded: {link("/reminders/settings")}",
        "",
    ]);

    private static IEnumerable<string> Lines(LetterLine line, LetterDraft draft, Func<string, string> link)
    {
        yield return $"* {LetterWriter.Line(line.Title, Notice.LongestTitle)}";
        yield return $"  {LetterWriter.Line(line.Detail, Notice.LongestDetail)}";
        if (line.Due is { } due)
            yield return $"  Until {LetterWords.Moment(due, draft.Zone)}";
        yield return $"  {line.Kind.Act()}: {link(line.Path)}";
        yield return "";
    }
}
