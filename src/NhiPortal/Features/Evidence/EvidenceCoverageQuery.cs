using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.Features.Controls;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Evidence;

/// <summary>What a package would hold, counted now.</summary>
public sealed record EvidenceCoverage(long Events, long Actions, long Attributed, IReadOnlyList<(string Group, long Count)> Groups)
{
    /// <summary>Events no checkpoint covers yet, which stay outside.</summary>
    public required long NotSigned { get; init; }

    public required string Scope { get; init; }

    /// <summary>What of the log was archived, where the period reaches into it: no package holds any of that.</summary>
    public ArchivedPart? Archived { get; init; }

    /// <summary>How controls stood at the end of the period, of each framework it tells of.</summary>
    public required IReadOnlyList<FrameworkCoverage> Frameworks { get; init; }

    /// <summary>How they stand now, by the newest measurements.</summary>
    public required IReadOnlyList<FrameworkCoverage> Now { get; init; }
}

/// <summary>A framework's controls at one moment, and when they were measured for it; null when they were not.</summary>
public sealed record FrameworkCoverage(Framework Framework, IReadOnlyList<ControlRow> Rows, DateTimeOffset? MeasuredAt)
{
    internal static IReadOnlyList<FrameworkCoverage> Of(string? only, IReadOnlyDictionary<string, QueryResult> results) =>
    [
        .. ControlCatalogue.Shipped.Frameworks.Where(framework => only is null || framework.Key == only).Select(framework =>
        {
            List<ControlRow> rows = [.. ControlCatalogue.Shipped.Of(framework.Key).Select(control => new ControlRow(control, control.Stand(results), control.Evidence.Select(name => results[name].MeasuredAt).Min()))];
            return new FrameworkCoverage(framework, rows, rows.Max(row => row.MeasuredAt));
        }),
    ];
}

/// <summary>Counts it for whom may read the log.</summary>
public sealed class EvidenceCoverageQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
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
        var (end, newest) = await FrameworksAsync(db, actor, read.Value, cancellation);
        return new EvidenceCoverage(kinds.Sum(kind => kind.Count), kinds.Where(kind => kind.Key == EvidenceTable.Allowed).Sum(kind => kind.Count), attributed, [.. groups.OrderByDescending(group => group.Item2)])
        {
            NotSigned = await events.LongCountAsync(e => e.LeafIndex == null || e.LeafIndex >= signed, cancellation),
            Scope = read.Value.Words,
            Archived = await db.ArchivedAsync(cancellation) is { } archived && archived.Touches(read.Value.From) ? archived : null,
            Frameworks = end,
            Now = newest,
        };
    }

    private async Task<(IReadOnlyList<FrameworkCoverage> End, IReadOnlyList<FrameworkCoverage> Now)> FrameworksAsync(PortalDb db, Actor actor, EvidenceAsk ask, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeeControls))
            return ([], []);
        var (now, seen) = (time.GetUtcNow(), ask.Scope.Tenant is { } one ? actor with { Tenants = new HashSet<TenantId> { one } } : actor);
        var end = await db.LastOfAsync(seen.Tenants?.ToList(), ask.From, ask.Until < now ? ask.Until : now, cancellation);
        return (FrameworkCoverage.Of(ask.Framework, end), FrameworkCoverage.Of(ask.Framework, await db.NewestAsync(seen, now, cancellation)));
    }
}
