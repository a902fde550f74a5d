using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Features.Discovery;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reconciliation;

/// <summary>One target: when it was last seen, what was there, and how many could not be explained a month ago.</summary>
public sealed record TargetStanding(string Key, string Name, DateTimeOffset? LastReadAt, string? Fault, bool Blind, IReadOnlyDictionary<PrivilegeClass, int> Counts, int? Before);

/// <summary>One privilege as the list shows it.</summary>
public sealed record PrivilegeView(PrivilegeLineId Id, string Account, string Holder, string Target, PrivilegeClass Class, string Sentence)
{
    /// <summary>What somebody who agrees has seen.</summary>
    public required int Version { get; init; }

    public required bool Enabled { get; init; }
    public required string? Integration { get; init; }
    public required RequestId? Request { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    public required DateTimeOffset? GoneAt { get; init; }
    public required string? Reason { get; init; }
    public required string? ExplainedBy { get; init; }
    public required DateTimeOffset? Until { get; init; }
    public required RemovalState? Removal { get; init; }
    public required string? RemovalTrouble { get; init; }
    public required FindingId? Finding { get; init; }

    /// <summary>It waits for a second person, and this viewer may be the one.</summary>
    public bool MayAgree { get; init; }

    public bool IsPending { get; init; }
    public bool MayHandle { get; init; }
    public bool MayRevoke { get; init; }
}

/// <summary>Every target's standing, one page of lines, and what the last readings of the chosen target came to.</summary>
public sealed record ReconciliationBoard(IReadOnlyList<TargetStanding> Targets, IReadOnlyList<PrivilegeView> Lines, int Total, IReadOnlyList<ReconciliationRun> History);

/// <summary>Reads how what targets show stands to what was approved.</summary>
public sealed class ReconciliationQuery(IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, TimeProvider time)
{
    private const int MostTargets = 100, MostRuns = 30;

    public async Task<ReconciliationBoard> RunAsync(Actor actor, ReconciliationFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        if (!Permissions.Allows(actor, Permission.SeeDiscovery))
            return new([], [], 0, []);
        var lines = filter.Apply(db, actor, now);
        var chosen = filter.TargetKey is { } key ? db.ReconciliationRuns.AsNoTracking().Where(r => db.Targets.To(actor, db).Any(t => t.Id == r.TargetId && t.Key == key)) : null;
        return new(
            await TargetsAsync(db, actor, now, cancellation), await LinesAsync(db, actor, lines, skip, take, now, cancellation), await lines.CountAsync(cancellation),
            chosen is null ? [] : [.. (await chosen.OrderByDescending(r => r.At).Take(MostRuns).ToListAsync(cancellation)).OrderBy(r => r.At)]);
    }

    private async Task<IReadOnlyList<TargetStanding>> TargetsAsync(PortalDb db, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var configured = connectors.Targets.ToList();
        var month = now.AddDays(-30);
        var rows = await (from target in db.Targets.AsNoTracking().To(actor, db)
                          join read in db.Readings on target.Id equals read.TargetId into readings
                          from reading in readings.DefaultIfEmpty()
                          where reading != null || configured.Contains(target.Key)
                          orderby db.PrivilegeLines.Count(l => l.TargetId == target.Id && l.GoneAt == null && l.Class != PrivilegeClass.Explained) descending, target.Name
                          select new
                          {
                              target.Id,
                              target.Key,
                              target.Name,
                              Reading = (TargetReading?)reading,
                              Before = db.ReconciliationRuns.Where(r => r.TargetId == target.Id && r.At >= month && r.Fault == null).OrderBy(r => r.At).Select(r => (int?)(r.NeverApproved + r.DoneOtherwise + r.Unexplained)).FirstOrDefault(),
                          }).Take(MostTargets).ToListAsync(cancellation);
        var ids = rows.ConvertAll(row => row.Id);
        var counts = (await db.PrivilegeLines.Where(l => ids.Contains(l.TargetId) && l.GoneAt == null).GroupBy(l => new { l.TargetId, l.Class }).Select(g => new { g.Key.TargetId, g.Key.Class, Count = g.Count() })
            .ToListAsync(cancellation)).ToLookup(row => row.TargetId);
        return [.. rows.Select(row => new TargetStanding(
            row.Key, row.Name, row.Reading?.LastReadAt, row.Reading?.LastFault, row.Reading?.IsBlind(now) is true, counts[row.Id].ToDictionary(c => c.Class, c => c.Count), row.Before))];
    }

    private async Task<IReadOnlyList<PrivilegeView>> LinesAsync(PortalDb db, Actor actor, IQueryable<PrivilegeLine> lines, int skip, int take, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await lines.OrderBy(l => l.Class == PrivilegeClass.Unexplained ? 0 : l.Class == PrivilegeClass.Explained ? 2 : 1).ThenByDescending(l => l.FirstSeenAt).ThenBy(l => l.Id).Skip(skip).Take(take).Select(l => new
        {
            Line = l,
            Target = db.Targets.Where(t => t.Id == l.TargetId).Select(t => t.Key).First(),
            Integration = db.Integrations.Where(i => i.Id == (l.ForIntegrationId ?? l.IntegrationId)).Select(i => i.Key).FirstOrDefault(),
            ExplainedBy = db.People.Where(p => p.Id == l.ExplainedById).Select(p => p.Name).FirstOrDefault(),
            Removal = db.Removals.Where(r => r.Id == l.RemovalId).Select(r => new { r.State, r.Trouble }).FirstOrDefault(),
        }).ToListAsync(cancellation);
        var subjects = rows.ToDictionary(row => $"target:{row.Line.TargetId}:privilege:{row.Line.Id}", row => row.Line.Id);
        var named = subjects.Keys.ToList();
        var findings = (await db.Findings.AsNoTracking().To(actor, db).Where(f => f.Status != FindingStatus.Closed && named.Contains(f.Subject)).Select(f => new { f.Subject, f.Id }).ToListAsync(cancellation))
            .DistinctBy(f => f.Subject).ToDictionary(f => subjects[f.Subject], f => f.Id);
        var (handle, agree, revoke) = (Permissions.Allows(actor, Permission.ManageFindings), Permissions.Allows(actor, Permission.AgreeExceptions), Permissions.Allows(actor, Permission.RevokeGrants));
        return [.. rows.Select(row => new PrivilegeView(row.Line.Id, row.Line.Account, row.Line.Holder, row.Target, row.Line.Class, row.Line.Sentence)
        {
            Version = row.Line.Version,
            Enabled = row.Line.Enabled,
            Integration = row.Integration,
            Request = row.Line.RequestId,
            FirstSeenAt = row.Line.FirstSeenAt,
            GoneAt = row.Line.GoneAt,
            Reason = row.Line.Reason,
            ExplainedBy = row.ExplainedBy,
            Until = row.Line.Until,
            Removal = row.Removal?.State,
            RemovalTrouble = row.Removal?.Trouble,
            Finding = findings.TryGetValue(row.Line.Id, out var finding) ? finding : null,
            IsPending = row.Line.IsPending(now),
            MayAgree = agree && row.Line.IsPending(now) && row.Line.ExplainedById != actor.Person && row.Line.ForPersonId != actor.Person,
            MayHandle = handle && row.Line.GoneAt is null && row.Line.Class != PrivilegeClass.Explained,
            MayRevoke = revoke && row.Line.GoneAt is null && row.Line.Class != PrivilegeClass.Explained && row.Removal?.State != RemovalState.Confirmed && connectors.Acts(row.Target) && !connectors.IsOwn(row.Target, row.Line.Account),
        })];
    }
}
