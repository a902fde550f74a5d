using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Data;

/// <summary>What others rest their word on: no use case can delete it, whatever it means to do.</summary>
internal static class KeptRecords
{
    public static void RefuseToLose(PortalDb db)
    {
        // What is removed is marked at once; looking through thousands of things for other changes is left to the saving.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var lost = db.ChangeTracker.Entries().FirstOrDefault(entry => entry.State == EntityState.Deleted && IsKept(entry.Entity));
        db.ChangeTracker.AutoDetectChangesEnabled = true;
        if (lost is not null)
            throw new InvalidOperationException($"A {lost.Metadata.ShortName()} is kept as evidence and is never deleted.");
    }

    // A draft is nobody's answer yet.
    private static bool IsKept(object entity) => entity is ReviewCampaign or ReviewItem or CarryOut or ReviewDecision { SubmittedAt: not null }
        or AuditEvent or LogCheckpoint or LogNode or LogTile or LogArchive or LegalHold;
}
