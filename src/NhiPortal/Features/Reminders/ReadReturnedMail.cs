using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>
/// Reads letters that came back after a server had taken them, and holds that against their mailbox. A report counts
/// only with the message id of a letter that was sent to that very address, so nobody can be made unreachable from outside.
/// </summary>
public sealed class ReadReturnedMail(UnitOfWork work, ReturnedMailbox mailbox)
{
    /// <returns>How many letters were found not to have arrived.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (!mailbox.Settings.IsConfigured)
            return 0;
        var returned = 0;
        string? fault = null;
        try
        {
            await mailbox.ReadAsync(async letter =>
            {
                var held = await work.RunAsync<bool>(RaiseReminders.Reminder, "mail.returned", async run => await run.ReturnedAsync(letter, cancellation), cancellation);
                returned += held.Value ? 1 : 0;
            }, cancellation);
        }
        catch (MailServerException trouble)
        {
            fault = trouble.Fault;
        }

        await work.RunAsync<Done>(RaiseReminders.Reminder, "mail.read", async run =>
        {
            await MarkAsync(run, fault, cancellation);
            return default(Done);
        }, cancellation);
        return returned;
    }

    private static async Task MarkAsync(Work run, string? fault, CancellationToken cancellation)
    {
        var state = await run.Db.MailServers.SingleAsync(cancellation);
        if (fault is not null && state.ReturnedFault is null)
            run.Record(new AuditNote("mail.failing", $"Returned mail cannot be read: {MailWords.OfReturned(fault)}"));
        if (fault is null && state.ReturnedFault is not null)
            run.Record(new AuditNote("mail.working", "Returned mail can be read again."));
        state.ReturnedFault = fault;
        state.ReturnedReadAt = fault is null ? run.Now : state.ReturnedReadAt;
    }
}
