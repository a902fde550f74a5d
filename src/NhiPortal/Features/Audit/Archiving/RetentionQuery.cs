using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit.Archiving;

/// <summary>What is kept of the log, for how long, what is archived and what holds stand, as one actor sees it.</summary>
public sealed record RetentionView
{
    public required int Years { get; init; }

    /// <summary>A folder for archives is set; without one nothing ever leaves.</summary>
    public required bool Archives { get; init; }

    /// <summary>What is older may be archived.</summary>
    public required DateTimeOffset Before { get; init; }

    public required long Size { get; init; }
    public required ArchivedPart? Archived { get; init; }

    /// <summary>The oldest event that is in the database.</summary>
    public required DateTimeOffset? OldestAt { get; init; }

    public required IReadOnlyList<ArchiveRow> Rows { get; init; }
    public required IReadOnlyList<HoldRow> Holds { get; init; }
    public required IReadOnlyList<(string Key, string Name)> Tenants { get; init; }
    public required bool MayAsk { get; init; }
    public required bool MayAnswer { get; init; }
    public required bool MayHold { get; init; }

    /// <summary>Everything can be held or archived by whoever sees everything only.</summary>
    public required bool SeesAll { get; init; }
}

/// <summary>One archive.</summary>
public sealed record ArchiveRow(LogArchiveId Id, string File, string Sha256, long Bytes, long First, long End, DateTimeOffset OldestAt, DateTimeOffset NewestAt, DateTimeOffset WrittenAt, LogArchiveState State)
{
    public required string? AskedBy { get; init; }
    public required string? Reason { get; init; }
    public required string? AgreedBy { get; init; }
    public required string? Trouble { get; init; }

    /// <summary>The reader asked for it, and cannot be the second.</summary>
    public required bool AskedByMe { get; init; }
}

/// <summary>One legal hold.</summary>
public sealed record HoldRow(LegalHoldId Id, string Name, string Reason, string PlacedBy, DateTimeOffset PlacedAt, string? EndedBy, DateTimeOffset? EndedAt, string? EndReason, bool Mine);

/// <summary>Reads it for whom may read the log; null for everybody else.</summary>
public sealed class RetentionQuery(IDbContextFactory<PortalDb> databases, AuditSettings settings, TimeProvider time)
{
    /// <summary>So many of the newest archives and holds are listed.</summary>
    public const int MostListed = 200;

    public async Task<RetentionView?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.ReadAudit))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (tenants, held, me) = (actor.Tenants?.ToList(), actor.Tenants?.Select(tenant => (TenantId?)tenant).ToList(), actor.Person);
        var archived = await db.ArchivedAsync(cancellation);
        var first = archived?.Events ?? 0;
        var all = await db.WholeLogAsync(actor, cancellation) is null;
        return new()
        {
            Years = settings.RetentionYears,
            Archives = !string.IsNullOrWhiteSpace(settings.ArchiveFolder),
            Before = LogRetention.Before(time.GetUtcNow(), settings.RetentionYears),
            Size = await db.LogStates.Select(state => state.Size).FirstOrDefaultAsync(cancellation),
            Archived = archived,
            OldestAt = await db.AuditEvents.Where(e => e.LeafIndex >= first).OrderBy(e => e.LeafIndex).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(cancellation),
            Rows = await db.LogArchives.AsNoTracking().OrderByDescending(a => a.First).ThenByDescending(a => a.WrittenAt).Take(MostListed)
                .Select(a => new ArchiveRow(a.Id, a.File, a.Sha256, a.Bytes, a.First, a.End, a.OldestAt, a.NewestAt, a.WrittenAt, a.State)
                {
                    AskedBy = a.AskedBy, Reason = a.Reason, AgreedBy = a.AgreedBy, Trouble = a.Trouble, AskedByMe = a.AskedById == me,
                }).ToListAsync(cancellation),
            Holds = await db.LegalHolds.AsNoTracking().Where(h => held == null || h.TenantId == null || held.Contains(h.TenantId))
                .OrderBy(h => h.EndedAt != null).ThenByDescending(h => h.PlacedAt).Take(MostListed)
                .Select(h => new HoldRow(h.Id, h.Name, h.Reason, h.PlacedBy, h.PlacedAt, h.EndedBy, h.EndedAt, h.EndReason, h.PlacedById == me)).ToListAsync(cancellation),
            Tenants = [.. (await db.Tenants.Where(t => tenants == null || tenants.Contains(t.Id)).OrderBy(t => t.Name).Select(t => new { t.Key, t.Name }).ToListAsync(cancellation)).Select(t => (t.Key, t.Name))],
            MayAsk = Permissions.Allows(actor, Permission.ArchiveLog) && all,
            MayAnswer = Permissions.Allows(actor, Permission.AgreeRemoval) && all,
            MayHold = Permissions.Allows(actor, Permission.HoldLog),
            SeesAll = all,
        };
    }
}
