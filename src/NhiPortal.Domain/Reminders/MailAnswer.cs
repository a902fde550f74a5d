namespace NhiPortal.Domain.Reminders;

/// <summary>What a mail server was asked when it said no.</summary>
public enum MailStep
{
    Session,
    Sender,
    Recipient,
    Content,
}

/// <summary>Whose trouble a mail server's no is.</summary>
public enum MailVerdict
{
    Sent,

    /// <summary>The mailbox puts us off.</summary>
    Later,

    /// <summary>The mailbox is not there, or takes nothing.</summary>
    NoMailbox,

    /// <summary>This letter is not wanted.</summary>
    NotThisLetter,

    /// <summary>Our own server, its settings or its policy: nobody's mailbox is to blame.</summary>
    OurServer,
}

/// <summary>
/// Reads a mail server's answer. Being unreachable is held against a person, so only a final no about their mailbox
/// counts: what a server refuses by policy, for want of a sign-in or at any other step is never their fault.
/// </summary>
public static class MailAnswer
{
    private static readonly int[] SignInFaults = [421, 454, 530, 534, 535, 538];

    /// <param name="step">What was asked.</param>
    /// <param name="code">The three-digit answer.</param>
    /// <param name="words">Its text, which may begin with an enhanced status such as <c>5.1.1</c>.</param>
    public static MailVerdict Judge(MailStep step, int code, string? words)
    {
        if (step is MailStep.Session or MailStep.Sender || SignInFaults.Contains(code))
            return MailVerdict.OurServer;
        var subject = Subject(words);
        if (step == MailStep.Recipient && subject == '7')
            return MailVerdict.OurServer;
        if (code is < 500 or > 599)
            return MailVerdict.Later;
        return step == MailStep.Recipient || subject is '1' or '2' ? MailVerdict.NoMailbox : MailVerdict.NotThisLetter;
    }

    /// <summary>Reads what a returned letter says of why (RFC 3464): only a final no counts, and never a policy or the letter's own form.</summary>
    /// <param name="action">Such as <c>failed</c> or <c>delayed</c>.</param>
    /// <param name="status">Such as <c>5.1.1</c>.</param>
    public static MailVerdict JudgeReturned(string? action, string? status) =>
        !string.Equals(action?.Trim(), "failed", StringComparison.OrdinalIgnoreCase) ? MailVerdict.Later : Subject(status?.Trim()) switch
        {
            '7' => MailVerdict.OurServer,
            '3' or '6' => MailVerdict.NotThisLetter,
            null => MailVerdict.Later,
            _ => MailVerdict.NoMailbox,
        };

    /// <summary>The middle number of an enhanced status (RFC 3463): 1 addresses, 2 mailboxes, 7 policy.</summary>
    private static char? Subject(string? words) => words is ['4' or '5', '.', var subject, '.', ..] ? subject : null;
}
