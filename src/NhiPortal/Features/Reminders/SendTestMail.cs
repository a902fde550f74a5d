using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;
using NhiPortal.Notifications;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reminders;

/// <summary>Sends an administrator a mail at once, to see whether the settings work.</summary>
public sealed class SendTestMail(UnitOfWork work, MailServer server, LetterWriter writer)
{
    public async Task<Result<string>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        var asked = await work.RunAsync<LetterDraft>(actor, "mail.test", async run =>
        {
            if (Permissions.Check(actor, Permission.Administer) is { } refused)
                return refused;
            if (!server.Settings.IsConfigured)
                return new Refusal("no_mail_server", "No mail server is set. Name one under Mail:Host where the portal is started.");
            var me = await run.Db.People.AsNoTracking().IgnoreAutoIncludes().SingleAsync(p => p.Id == actor.Person, cancellation);
            run.Record(new AuditNote("mail.tested", $"{actor.Name} had a test mail sent to themselves."));
            return new LetterDraft(Guid.CreateVersion7(run.Now), LetterKind.AtOnce, me.Name, me.Mail, TimeZoneInfo.Utc, [], 0, run.Now);
        }, cancellation);
        if (!asked.Succeeded)
            return asked.Refusal;
        if (writer.WriteTest(asked.Value) is not { } message)
            return new Refusal("no_address", "Your own mail address in the directory is none that mail can be sent to.");
        try
        {
            await using var session = await server.OpenAsync(cancellation);
            return await session.SendAsync(message, cancellation) switch
            {
                { Verdict: MailVerdict.Sent } => asked.Value.Address,
                var no => new Refusal("mail_refused", $"The server answered, but did not take the mail{(no.Answer is { } answer ? $" (answer {answer})" : "")}."),
            };
        }
        catch (MailServerException trouble)
        {
            return new Refusal("mail_server", $"Mail cannot be sent: {MailWords.Of(trouble.Fault)}");
        }
    }
}
