using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>The outcome of a verification as the log itself tells it.</summary>
public sealed record LogVerified(Guid Event, DateTimeOffset At, string By, string Sentence, bool Intact);

/// <summary>How long the log is, how much of it is signed for, and when it was last verified.</summary>
public sealed record LogStanding(long Size, long SignedSize, DateTimeOffset? SignedAt, LogVerified? Last);

/// <summary>Reads it for whom may read the log; null for everybody else.</summary>
public sealed class LogStandingQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<LogStanding?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.ReadAudit))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var signed = await db.Checkpoints.AsNoTracking().OrderByDescending(c => c.Size).Select(c => new { c.Size, c.SignedAt }).FirstOrDefaultAsync(cancellation);
        return new LogStanding(
            await db.LogStates.Select(state => state.Size).FirstOrDefaultAsync(cancellation), signed?.Size ?? 0, signed?.SignedAt, await LastAsync(db, cancellation));
    }

    private static async Task<LogVerified?> LastAsync(PortalDb db, CancellationToken cancellation)
    {
        if (await db.LastVerifiedAsync(cancellation) is not { } newest)
            return null;
        var body = AuditBody.Parse(newest.Body);
        return new LogVerified(newest.EventId, newest.At, body.Actor.Kind == ActorKind.Rule ? "the nightly job" : body.Actor.Name, body.Sentence, newest.Kind == VerifyLog.Verified);
    }
}

/// <summary>Where the log tells of its own verifications.</summary>
internal static class LogVerifications
{
    /// <summary>The newest event about a full verification, however it ended.</summary>
    public static async Task<AuditEvent?> LastVerifiedAsync(this PortalDb db, CancellationToken cancellation)
    {
        AuditEvent? newest = null;
        foreach (var kind in (string[])[VerifyLog.Verified, VerifyLog.Failed])
            if (await db.AuditEvents.AsNoTracking().Where(e => e.Kind == kind).OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancellation) is { } row && row.Id > (newest?.Id ?? 0))
                newest = row;
        return newest;
    }
}
