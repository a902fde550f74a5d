using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Data;

/// <summary>
/// What others rest their word on: no use case can delete it, whatever it means to do, and the database itself refuses as well.
/// Which tables those are, the model says; nothing else names them.
/// </summary>
internal static class KeptRecords
{
    private const string Once = "Kept:Once";

    /// <summary>Rows of this table stay, from the moment that <paramref name="once"/> is set, or from the first.</summary>
    public static void ToKeptTable<T>(this EntityTypeBuilder<T> entity, string table, string once = "") where T : class =>
        // Said as a trigger, for the updates that a provider sends to a table that has one are others.
        entity.ToTable(table, to => to.HasTrigger($"Kept_{table}")).HasAnnotation(Once, once);

    public static void RefuseToLose(PortalDb db)
    {
        // What is removed is marked at once; looking through thousands of things for other changes is left to the saving.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var lost = db.ChangeTracker.Entries().FirstOrDefault(entry => entry.State == EntityState.Deleted && IsKept(entry));
        db.ChangeTracker.AutoDetectChangesEnabled = true;
        if (lost is not null)
            throw new InvalidOperationException(Words(lost.Metadata));
    }

    /// <summary>Gives the database its own refusal, where it has none yet: also for whoever comes past the portal.</summary>
    public static async Task GuardAsync(PortalDb db, CancellationToken cancellation)
    {
        foreach (var guard in Guards(db))
            await db.Database.ExecuteSqlRawAsync(guard, cancellation);
    }

    public static IEnumerable<string> Guards(PortalDb db) =>
        from kind in db.Model.GetEntityTypes()
        let once = OnceOf(kind)
        where once is not null
        select db.Guard(kind.GetTableName()!, once.Length > 0 ? kind.GetProperty(once).GetColumnName() : null, Words(kind));

    // What belongs to the log the database guards in its own way: see LogGuards.
    private static bool IsKept(EntityEntry entry) =>
        entry.Entity is AuditEvent or LogCheckpoint or LogNode or LogTile or LogArchive or LegalHold || (OnceOf(entry.Metadata) is { } once && (once.Length == 0 || entry.Property(once).OriginalValue is not null));

    private static string? OnceOf(IReadOnlyEntityType kind) => (string?)kind.FindAnnotation(Once)?.Value;

    private static string Words(IReadOnlyEntityType kind) => $"A {kind.ShortName()} is kept as evidence and is never deleted.";
}
