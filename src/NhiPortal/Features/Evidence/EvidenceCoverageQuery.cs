using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Evidence;

/// <summary>What a package would hold, counted now.</summary>
public sealed record EvidenceCoverage(long Events, long Actions, long Attributed, IReadOnlyList<(string Group, long Count)> Groups)
{
    /// <summary>Events no checkpoint covers yet, which stay outside.</summary>
    public required long NotSigned { get; init; }

    public required string Scope { get; init; }
}

/// <summary>Counts it for whom may read the log.</summary>
public sealed class EvidenceCoverageQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<Result<EvidenceCoverage>> RunAsync(Actor actor, EvidenceFilter filter, CancellationToken cancellation)
    {
        if (Permissions.Check(actor, Permission.ReadAudit) is { } refused)
            return refused;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var read = await filter.ReadAsync(db, actor, cancellation);
        if (!read.Succeeded)
            return read.Refusal;
        var signed = await db.Checkpoints.MaxAsync(c => (long?)c.Size, cancellation) ?? 0;
        var events = new EvidenceReach(read.Value.From, read.Value.Until, read.Value.Scope, actor.Tenants?.ToList()).In(db, walked: false);
        var covered = events.Where(e => e.LeafIndex < signed);
        var kinds = await covered.GroupBy(e => e.Kind).Select(kind => new { kind.Key, Count = kind.LongCount() }).ToListAsync(cancellation);
        var actions = covered.Where(e => e.Kind == EvidenceTable.Allowed);
        var attributed = await actions.LongCountAsync(e => e.WorkloadId != null && e.Body.Contains("\"approvers\":[{"), cancellation);
        var groups = kinds.GroupBy(kind => AuditKinds.GroupOf(kind.Key)).Select(group => (AuditKinds.GroupTitle(group.Key), group.Sum(kind => kind.Count)));
        return new EvidenceCoverage(kinds.Sum(kind => kind.Count), kinds.Where(kind => kind.Key == EvidenceTable.Allowed).Sum(kind => kind.Count), attributed, [.. groups.OrderByDescending(group => group.Item2)])
        {
            NotSigned = await events.LongCountAsync(e => e.LeafIndex == null || e.LeafIndex >= signed, cancellation),
            Scope = read.Value.Words,
        };
    }
}
