using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>Somebody who may be reminded: their settings, and whether mail can go to them at all.</summary>
internal sealed record Recipient(ReminderChoices Choices, bool HasAddress)
{
    public bool WantsMail(ReminderKind kind) => HasAddress && !kind.IsNews() && Choices.ReachOf(kind) == Reach.Mail;
}

/// <summary>Finds whom to remind: active people of the organisation, with the portal's defaults where they chose nothing.</summary>
internal static class Recipients
{
    public static async Task<Dictionary<PersonId, Recipient>> RecipientsAsync(this Work run, IReadOnlyList<PersonId> ids, MailSettings mail, CancellationToken cancellation)
    {
        var people = await run.Db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => ids.Contains(p.Id) && p.Status == PersonStatus.Active && !p.External)
            .Select(p => new { p.Id, p.Mail }).ToListAsync(cancellation);
        var chosen = await run.Db.ReminderChoices.Where(c => ids.Contains(c.PersonId)).ToDictionaryAsync(c => c.PersonId, cancellation);
        // Somebody else who follows the same record may have come across them first.
        foreach (var choices in run.Db.ReminderChoices.Local.Where(c => ids.Contains(c.PersonId)))
            chosen.TryAdd(choices.PersonId, choices);
        foreach (var person in people.Where(person => !chosen.ContainsKey(person.Id)))
            run.Db.ReminderChoices.Add(chosen[person.Id] = ReminderChoices.Default(person.Id, mail.Zone, mail.DigestHour, run.Now));
        return people.ToDictionary(person => person.Id, person => new Recipient(chosen[person.Id], mail.IsConfigured && !string.IsNullOrWhiteSpace(person.Mail)));
    }
}
