using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>A person chooses how they are reminded.</summary>
public sealed class SaveReminderChoices(UnitOfWork work, MailSettings mail)
{
    public Task<Result<Done>> RunAsync(Actor actor, ReminderWishes wishes, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "reminders.choose", async run =>
        {
            if (actor.Person is not { } person)
                return new Refusal("not_a_person", "Only a person can be reminded.");
            var choices = await run.Db.ReminderChoices.SingleOrDefaultAsync(c => c.PersonId == person, cancellation);
            var before = choices is null ? null : Facts(choices);
            if (choices is null)
                run.Db.ReminderChoices.Add(choices = ReminderChoices.Default(person, mail.Zone, mail.DigestHour, run.Now));
            if (choices.Choose(wishes, run.Now).Refusal is { } refused)
                return refused;
            run.Record(new AuditNote("reminders.chosen", $"{actor.Name} chose how they are reminded.") { Before = before, After = Facts(choices) });
            return default(Done);
        }, cancellation);

    private static Dictionary<string, string?> Facts(ReminderChoices choices) => new()
    {
        ["zone"] = choices.Zone,
        ["digest"] = $"{choices.DigestHour:00}:00",
        ["quiet"] = choices.QuietFrom is null ? null : $"{choices.QuietFrom:00}:00 to {choices.QuietUntil:00}:00",
        ["not_by_mail"] = choices.Kinds.Count == 0 ? null : string.Join(' ', choices.Kinds.Select(choice => $"{choice.Kind}:{choice.Reach}")),
    };
}
