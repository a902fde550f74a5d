using MimeKit;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Notifications;

/// <summary>A letter of this portal that a mail server could not deliver, as its report says (RFC 3464).</summary>
/// <param name="Letter">By the message id that the report gives back: whoever never had the letter does not know it.</param>
/// <param name="Addresses">Whom it was for, by the letter itself and by the report.</param>
/// <param name="Verdict">What the report says against the mailbox.</param>
/// <param name="Status">Such as <c>5.1.1</c> (RFC 3463).</param>
public sealed record ReturnedLetter(Guid Letter, IReadOnlyList<string> Addresses, MailVerdict Verdict, string Status)
{
    private const int LongestStatus = 20;

    /// <returns>Null for anything but a report about one letter of this portal: an answer, an automatic one, other mail.</returns>
    public static ReturnedLetter? Of(MimeMessage message)
    {
        var parts = message.BodyParts.ToList();
        if (parts.OfType<MessageDeliveryStatus>().FirstOrDefault()?.StatusGroups is not { Count: > 1 } groups
            || parts.OfType<MessagePart>().FirstOrDefault()?.Message is not { } original
            || !Guid.TryParseExact(original.MessageId?.Split('@')[0], "n", out var letter))
            return null;
        // The first group is about the letter, the others about one recipient each; a letter has one.
        var told = groups[1];
        var status = told["Status"]?.Trim() ?? "";
        return new(
            letter, [.. original.To.Mailboxes.Select(to => to.Address), .. Address(told["Original-Recipient"]), .. Address(told["Final-Recipient"])],
            MailAnswer.JudgeReturned(told["Action"], status), status[..Math.Min(status.Length, LongestStatus)]);
    }

    // "rfc822; sam@example.org"
    private static IEnumerable<string> Address(string? field) => field?.Split(';', 2) is [_, var address] ? [address.Trim()] : [];
}
