using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;
using NhiPortal.Notifications;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reminders;

/// <summary>How outgoing mail stands; never anything of its secrets or of what letters say.</summary>
public sealed record MailStanding(
    string? Server, MailTls Tls, DateTimeOffset? FailingSince, string? Fault, DateTimeOffset? LastSentAt, int Waiting, DateTimeOffset? WaitingSince, int RefusedInAWeek, int FailedInAWeek, int Unreachable, string? Returned, DateTimeOffset? ReturnedReadAt, string? ReturnedFault);

/// <summary>Reads it for administrators; null for everybody else.</summary>
public sealed class MailStandingQuery(IDbContextFactory<PortalDb> databases, MailSettings mail, TimeProvider time)
{
    public async Task<MailStanding?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.Administer))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var state = await db.MailServers.AsNoTracking().SingleOrDefaultAsync(cancellation);
        var (waiting, week) = (db.Letters.Where(l => l.State == LetterState.Waiting), time.GetUtcNow().AddDays(-7));
        return new(
            mail.Host is { } host ? $"{host}:{mail.Port}" : null, mail.Tls, state?.FailingSince, state?.Fault, state?.LastSentAt,
            await waiting.CountAsync(cancellation), await waiting.MinAsync(l => (DateTimeOffset?)l.WrittenAt, cancellation),
            await db.Letters.CountAsync(l => l.State == LetterState.Refused && l.EndedAt > week, cancellation),
            await db.Letters.CountAsync(l => l.State == LetterState.Failed && l.EndedAt > week, cancellation),
            await db.People.CountAsync(p => p.UnreachableSince != null, cancellation),
            mail.Returned.Host is { } box ? $"{box}:{mail.Returned.Port}" : null, state?.ReturnedReadAt, state?.ReturnedFault);
    }
}
