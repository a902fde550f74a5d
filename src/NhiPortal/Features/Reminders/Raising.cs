using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Features.Reminders;

/// <summary>Turns what somebody should be reminded of into notices and letters, each step once, in the caller's transaction.</summary>
internal static class Raising
{
    /// <summary>So many nominations made in a row come as one letter.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMinutes(1);

    /// <returns>The new ones; what was there already is told as it is now.</returns>
    public static async Task<IReadOnlyList<Notice>> RaiseAsync(
        this Work run, IReadOnlyList<NoticeDraft> drafts, IReadOnlyDictionary<PersonId, Recipient> recipients, CancellationToken cancellation)
    {
        var people = drafts.Select(draft => draft.Person).Distinct().ToList();
        var things = drafts.Select(draft => draft.About.Thing).Distinct().ToList();
        var known = (await run.Db.Notices.Where(n => people.Contains(n.PersonId) && things.Contains(n.Thing)).ToListAsync(cancellation)).ToLookup(n => (n.PersonId, n.Thing));
        var raised = new List<Notice>();
        foreach (var draft in drafts.Where(draft => recipients.ContainsKey(draft.Person)))
        {
            var before = known[(draft.Person, draft.About.Thing)];
            var same = before.FirstOrDefault(n => n.Kind == draft.Rung.Kind && n.Day == draft.Rung.Day);
            var silent = recipients[draft.Person].Choices.ReachOf(draft.Rung.Kind) == Reach.Nowhere;
            // That a pre-approval is at work is no step of its end, nor the other way round.
            foreach (var step in before.Where(n => (n != same || silent) && (n.Kind == ReminderKind.PreApprovalUsed) == (draft.Rung.Kind == ReminderKind.PreApprovalUsed)))
                step.Settle(run.Now);
            if (silent)
                continue;
            if (same is not null)
                same.Retell(draft.Text);
            else
                raised.Add(Notice.Raise(draft.Person, draft.Rung, draft.About, draft.Text, run.Now));
        }

        run.Db.Notices.AddRange(raised);
        return raised;
    }

    /// <summary>Puts each person's notices into one letter: one that is still waiting, or a new one.</summary>
    public static async Task PostAsync(this Work run, IEnumerable<Notice> notices, LetterKind kind, IReadOnlyDictionary<PersonId, Recipient> recipients, CancellationToken cancellation)
    {
        var wanted = notices.Where(n => recipients.GetValueOrDefault(n.PersonId)?.WantsMail(n.Kind) == true).GroupBy(n => n.PersonId).ToList();
        if (wanted.Count == 0)
            return;
        var people = wanted.Select(group => group.Key).ToList();
        var waiting = (await run.Db.Letters.Where(l => people.Contains(l.PersonId) && l.State == LetterState.Waiting).ToListAsync(cancellation)).ToLookup(l => l.PersonId);
        var days = kind == LetterKind.AtOnce ? [] : await DaysAsync(run.Db, recipients.Where(r => people.Contains(r.Key)), run.Now, cancellation);
        foreach (var group in wanted)
        {
            var hours = recipients[group.Key].Choices.Hours;
            var due = group.Any(n => n.Kind.IsOfBreakGlass())
                ? run.Now
                : hours.WhenAwake(kind == LetterKind.AtOnce && group.All(n => n.Kind is ReminderKind.NominationWaiting or ReminderKind.StandInWaiting) ? run.Now + Gathering : run.Now);
            var letter = waiting[group.Key].FirstOrDefault(l => l.TakesMore(run.Now));
            if (letter is not null)
            {
                letter.Join(due);
            }
            else
            {
                // A second digest on a day, after a change of settings, waits for the next day.
                if (kind == LetterKind.Digest && days.Contains((group.Key, hours.DayOf(run.Now).DayNumber)))
                    continue;
                letter = Letter.Write(group.Key, kind, kind == LetterKind.Digest ? hours.DayOf(run.Now) : null, due, run.Now);
                run.Db.Letters.Add(letter);
            }

            foreach (var notice in group)
                notice.TellBy(letter);
        }
    }

    private static async Task<HashSet<(PersonId, int)>> DaysAsync(PortalDb db, IEnumerable<KeyValuePair<PersonId, Recipient>> recipients, DateTimeOffset now, CancellationToken cancellation)
    {
        var today = recipients.Select(r => (r.Key, r.Value.Choices.Hours.DayOf(now).DayNumber)).ToList();
        var (people, first) = (today.Select(t => t.Key).ToList(), today.Min(t => t.DayNumber));
        return [.. (await db.Letters.Where(l => people.Contains(l.PersonId) && l.Day >= first).Select(l => new { l.PersonId, l.Day }).ToListAsync(cancellation)).Select(l => (l.PersonId, l.Day!.Value))];
    }
}
