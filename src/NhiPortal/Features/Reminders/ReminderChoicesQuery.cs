using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>A person's settings as they stand, and what mail can do for them.</summary>
/// <param name="Wishes">Their own, or the portal's defaults.</param>
/// <param name="Chosen">Whether they have chosen themselves.</param>
/// <param name="Mail">Where mail goes to; empty when the directory has no address.</param>
/// <param name="MailIsSent">Whether this portal sends any.</param>
/// <param name="UnreachableSince">Since when mail to them is refused.</param>
public sealed record ReminderChoicesView(ReminderWishes Wishes, bool Chosen, string Mail, bool MailIsSent, DateTimeOffset? UnreachableSince);

/// <summary>Reads a person's own settings; null for whoever is no person.</summary>
public sealed class ReminderChoicesQuery(IDbContextFactory<PortalDb> databases, MailSettings mail, TimeProvider time)
{
    public async Task<ReminderChoicesView?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Person is not { } id)
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var person = await db.People.AsNoTracking().IgnoreAutoIncludes().SingleOrDefaultAsync(p => p.Id == id, cancellation);
        var choices = await db.ReminderChoices.AsNoTracking().SingleOrDefaultAsync(c => c.PersonId == id, cancellation);
        choices ??= ReminderChoices.Default(id, mail.Zone, mail.DigestHour, time.GetUtcNow());
        var kinds = Enum.GetValues<ReminderKind>().Select(kind => new KindChoice(kind, choices.ReachOf(kind))).ToList();
        return person is null ? null : new(
            new ReminderWishes(choices.Zone, choices.DigestHour, choices.QuietFrom, choices.QuietUntil, kinds),
            choices.ChosenAt is not null, person.Mail, mail.IsConfigured, person.UnreachableSince);
    }
}
