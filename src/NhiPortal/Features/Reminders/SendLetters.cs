using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>
/// Sends the letters that are due, each taken under a lease and marked once the server has answered. Whoever dies in
/// between leaves a letter that is sent again under the same message id: a letter may come twice, but none is lost.
/// </summary>
public sealed class SendLetters(UnitOfWork work, IDbContextFactory<PortalDb> databases, MailServer server, LetterWriter writer, TimeProvider time)
{
    private const int Most = 1000;

    /// <returns>How many letters were answered by the server, with yes or no.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (!server.Settings.IsConfigured || !await AnyDueAsync(cancellation))
            return 0;
        var answered = 0;
        LetterDraft? inHand = null;
        try
        {
            await using var session = await server.OpenAsync(cancellation);
            while (answered < Most && (inHand = await TakeAsync(cancellation)) is { } draft)
            {
                // An address that is none need not be tried.
                var outcome = writer.Write(draft) is { } message ? await session.SendAsync(message, cancellation) : new(MailVerdict.NoMailbox, null);
                await TurnAsync(run => run.AnsweredAsync(draft.Id, outcome, cancellation), cancellation);
                inHand = null;
                answered++;
            }
        }
        catch (MailServerException trouble)
        {
            await TurnAsync(run => run.TroubleAsync(inHand?.Id, trouble, cancellation), cancellation);
        }

        return answered;
    }

    private async Task<bool> AnyDueAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return await db.Letters.AnyAsync(l => l.State == LetterState.Waiting && l.DueAt <= now && l.LeasedUntil <= now, cancellation)
            && !await db.MailServers.AnyAsync(s => s.NextTryAt > now, cancellation);
    }

    private async Task<LetterDraft?> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var taken = (await work.RunAsync<Taken>(RaiseReminders.Reminder, "mail.take", async run => await run.TakeLetterAsync(cancellation), cancellation)).Value;
            if (taken.Draft is not null || !taken.More)
                return taken.Draft;
        }
    }

    private Task<Result<Done>> TurnAsync(Func<Work, Task> body, CancellationToken cancellation) => work.RunAsync<Done>(RaiseReminders.Reminder, "mail.send", async run =>
    {
        await body(run);
        return default(Done);
    }, cancellation);
}
