using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>The letter to send now; without one, whether it is worth looking again.</summary>
internal readonly record struct Taken(LetterDraft? Draft, bool More);

/// <summary>The steps of sending, each a transaction of its own around what happens at the mail server.</summary>
internal static class LetterSteps
{
    private const int LinesInOne = 20;
    private static readonly ReminderKind[] AtAnyHour = [.. Enum.GetValues<ReminderKind>().Where(kind => kind.IsOfBreakGlass())];
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    /// <summary>Takes the next letter for this instance alone, or puts aside one that is not to be sent now.</summary>
    public static async Task<Taken> TakeLetterAsync(this Work run, CancellationToken cancellation)
    {
        var letter = await run.Db.Letters.Where(l => l.State == LetterState.Waiting && l.DueAt <= run.Now && l.LeasedUntil <= run.Now).OrderBy(l => l.DueAt).ThenBy(l => l.Id).FirstOrDefaultAsync(cancellation);
        if (letter is null)
            return new(null, false);
        var person = await run.Db.People.AsNoTracking().IgnoreAutoIncludes().SingleAsync(p => p.Id == letter.PersonId, cancellation);
        var choices = await run.Db.ReminderChoices.AsNoTracking().SingleOrDefaultAsync(c => c.PersonId == letter.PersonId, cancellation);
        var notices = run.Db.Notices.AsNoTracking().Where(n => n.LetterId == letter.Id && n.SettledAt == null && (n.RequestId == null || n.DueAt > run.Now));
        var count = person is { Active: true, External: false } ? await notices.CountAsync(cancellation) : 0;
        if (count == 0)
        {
            letter.End(LetterState.Dropped, null, run.Now);
            return new(null, true);
        }

        if (choices?.Hours is { } hours && hours.IsQuiet(run.Now) && !await notices.AnyAsync(n => AtAnyHour.Contains(n.Kind), cancellation))
        {
            letter.Wait(hours.WhenAwake(run.Now));
            return new(null, true);
        }

        letter.Take(run.Now);
        var lines = await notices.OrderBy(n => n.DueAt == null).ThenBy(n => n.DueAt).ThenBy(n => n.Id).Take(LinesInOne)
            .Select(n => new LetterLine(n.Kind, n.Title, n.Detail, n.Link, n.DueAt)).ToListAsync(cancellation);
        return new(new LetterDraft(letter.Id, letter.Kind, person.Name, person.Mail, choices?.Hours.Zone ?? TimeZoneInfo.Utc, lines, count - lines.Count, run.Now), true);
    }

    public static async Task AnsweredAsync(this Work run, Guid id, MailOutcome outcome, CancellationToken cancellation)
    {
        var letter = await run.Db.Letters.SingleAsync(l => l.Id == id, cancellation);
        var person = await run.Db.People.SingleAsync(p => p.Id == letter.PersonId, cancellation);
        var verdict = outcome.Verdict == MailVerdict.Later && run.Now - letter.WrittenAt > Letter.Patience ? MailVerdict.NoMailbox : outcome.Verdict;
        switch (verdict)
        {
            case MailVerdict.Sent:
                letter.End(LetterState.Sent, null, run.Now);
                if (person.FindAccepted(run.Now))
                    run.Record(About(person, "person.reachable", $"A mail to {person.Name} was accepted again."));
                break;
            case MailVerdict.NoMailbox:
                letter.End(LetterState.Refused, outcome.Answer, run.Now);
                if (person.FindUnreachable(run.Now))
                    run.RecordUnreachable(person, "is refused", outcome.Answer?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not an address");
                break;
            case MailVerdict.NotThisLetter:
                letter.End(LetterState.Failed, outcome.Answer, run.Now);
                break;
            default:
                letter.Postpone(outcome.Answer, run.Now);
                break;
        }

        if (letter.State is LetterState.Refused or LetterState.Failed)
            await run.ReleaseNoticesAsync(id, cancellation);
        await run.ServerAnsweredAsync(verdict, outcome.Answer, cancellation);
    }

    /// <summary>A letter that a server had taken has come back. True when it was that person's, and is now not delivered.</summary>
    public static async Task<bool> ReturnedAsync(this Work run, ReturnedLetter returned, CancellationToken cancellation)
    {
        if (returned.Verdict != MailVerdict.NoMailbox || await run.Db.Letters.SingleOrDefaultAsync(l => l.Id == returned.Letter && l.State == LetterState.Sent, cancellation) is not { } letter)
            return false;
        var person = await run.Db.People.SingleAsync(p => p.Id == letter.PersonId, cancellation);
        // What comes back from an address they had before says nothing about the one they have now.
        if (!returned.Addresses.Contains(person.Mail, StringComparer.OrdinalIgnoreCase))
            return false;
        letter.End(LetterState.Refused, null, run.Now);
        if (person.FindReturned(run.Now))
            run.RecordUnreachable(person, "comes back", returned.Status);
        await run.ReleaseNoticesAsync(letter.Id, cancellation);
        return true;
    }

    /// <summary>The server cannot be used: nobody's letter is to blame, and for a while nobody tries.</summary>
    public static async Task TroubleAsync(this Work run, Guid? inHand, MailServerException trouble, CancellationToken cancellation)
    {
        if (inHand is { } id)
            (await run.Db.Letters.SingleAsync(l => l.Id == id, cancellation)).Postpone(trouble.Answer, run.Now);
        var state = await run.Db.MailServers.SingleAsync(cancellation);
        if (state.FailingSince is null)
            run.Record(new AuditNote("mail.failing", $"Mail cannot be sent: {MailWords.Of(trouble.Fault)}"));
        state.FailingSince ??= run.Now;
        (state.Fault, state.Answer, state.Tries) = (trouble.Fault, trouble.Answer, state.Tries + 1);
        var pause = Letter.Pause(state.Tries);
        state.NextTryAt = run.Now + (pause < LongestPause ? pause : LongestPause);
    }

    private static async Task ServerAnsweredAsync(this Work run, MailVerdict verdict, int? answer, CancellationToken cancellation)
    {
        var state = await run.Db.MailServers.SingleAsync(cancellation);
        if (verdict == MailVerdict.OurServer)
        {
            (state.FailingSince, state.Fault, state.Answer) = (state.FailingSince ?? run.Now, MailWords.Policy, answer);
            return;
        }

        if (verdict != MailVerdict.Sent)
            return;
        if (state.FailingSince is not null)
            run.Record(new AuditNote("mail.working", "Mail can be sent again."));
        (state.FailingSince, state.Fault, state.Answer, state.Tries, state.LastSentAt) = (null, null, null, 0, run.Now);
    }

    // What did not arrive is told again by the next digest.
    private static async Task ReleaseNoticesAsync(this Work run, Guid letter, CancellationToken cancellation)
    {
        foreach (var notice in await run.Db.Notices.Where(n => n.LetterId == letter).ToListAsync(cancellation))
            notice.Release();
    }

    private static void RecordUnreachable(this Work run, Person person, string how, string answer) =>
        run.Record(About(person, "person.unreachable", $"Mail to {person.Name} {how}; they count as unreachable until a mail arrives or they come to the portal.") with
        {
            Facts = new Dictionary<string, string?> { ["answer"] = answer },
        });

    private static AuditNote About(Person person, string kind, string sentence) => new(kind, sentence) { Tenant = person.TenantId, Person = new AuditThing(person.Id.Value, person.Name) };
}
