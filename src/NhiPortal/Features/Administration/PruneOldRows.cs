using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Evidence;

namespace NhiPortal.Features.Administration;

/// <summary>Forgets what has served its time and is no evidence: seen tokens, idempotent answers, files read
/// in and not imported, the change feed's past, settled reminders, letters and deliveries, the bytes of old packages of evidence,
/// measurements of controls.</summary>
public sealed class PruneOldRows(IDbContextFactory<PortalDb> databases, ChangeFeed feed, TimeProvider time)
{
    /// <summary>How long it can still be looked up what somebody was reminded of, or a channel told.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Measured days of controls: enough for a year's audit and the quarter in which it is done.</summary>
    private const int MeasuresKeptDays = 460;

    /// <returns>How many remembered tokens, answers, files, reminders, letters and deliveries were forgotten.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await feed.PruneAsync(cancellation);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var settled = now - Kept;
        // A package can be built again from the log; that it was made, by whom and why stays.
        var old = now - TimeSpan.FromDays(EvidencePackage.KeptDays);
        await db.EvidencePackages.Where(p => p.State == EvidenceState.Ready && p.EndedAt < old).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, EvidenceState.Gone).SetProperty(p => p.Version, p => p.Version + 1), cancellation);
        await db.EvidenceParts.Where(part => db.EvidencePackages.Any(p => p.Id == part.PackageId && p.State == EvidenceState.Gone)).ExecuteDeleteAsync(cancellation);
        var (first, measured) = (ControlMeasure.DayOf(now) - MeasuresKeptDays, now.AddDays(-MeasuresKeptDays));
        // A day inside the period of a package that can still be taken away stays as long as the package does.
        var needed = await db.EvidencePackages.Where(p => p.State != EvidenceState.Gone && p.State != EvidenceState.Failed && p.From < measured).MinAsync(p => (DateTimeOffset?)p.From, cancellation);
        var oldest = needed is { } from ? Math.Min(first, ControlMeasure.DayOf(from)) : first;
        await db.ControlMeasures.Where(m => m.Day < oldest).ExecuteDeleteAsync(cancellation);
        // A list stands until the next; the one in force on the oldest day is still told by it.
        await db.ControlFailingLists.Where(l => db.ControlFailingLists.Any(next => next.TenantId == l.TenantId && next.Query == l.Query && next.Day > l.Day && next.Day <= oldest)).ExecuteDeleteAsync(cancellation);
        return await db.SeenTokens.Where(token => token.Until < now).ExecuteDeleteAsync(cancellation)
            + await db.IdempotentAnswers.Where(answer => answer.Until < now).ExecuteDeleteAsync(cancellation)
            + await db.Imports.Where(import => import.ExpiresAt < now).ExecuteDeleteAsync(cancellation)
            + await db.Notices.Where(notice => notice.SettledAt < settled).ExecuteDeleteAsync(cancellation)
            + await db.Letters.Where(letter => letter.EndedAt < settled).ExecuteDeleteAsync(cancellation)
            + await db.Deliveries.Where(delivery => delivery.EndedAt < settled).ExecuteDeleteAsync(cancellation);
    }
}
