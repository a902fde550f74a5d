using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Reconciliation;

/// <summary>Holds what a reading showed against what was approved, in the transaction that keeps the reading.</summary>
internal static class Reconciling
{
    /// <summary>How far back a grant that is over still explains what somebody holds too long.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(90);

    private const int MostGrants = 20_000;

    /// <summary>What gives privilege by itself; every other action changes something else.</summary>
    private static readonly string[] Giving = ["account.create_admin", "group.add_member", "role.grant"];

    public static async Task<ReconciliationRun> ReconcileAsync(
        this Work run, TargetSystem target, IReadOnlyList<FoundAccount> found, IReadOnlyDictionary<string, IntegrationId> registered, Func<string, bool> isOwn, bool first, CancellationToken cancellation)
    {
        var known = (await run.Db.PrivilegeLines.Where(l => l.TargetId == target.Id).ToListAsync(cancellation)).ToDictionary(l => (l.AccountId, l.Holder));
        var enabled = found.Where(account => account.Administrator).ToDictionary(account => account.Id, account => account.Enabled, StringComparer.Ordinal);
        var held = (from account in found
                    where account.Administrator
                    from holder in Holders(account)
                    let before = known.GetValueOrDefault((account.Id, holder))
                    select new HeldPrivilege(account.Id, account.Name, holder, before is { GoneAt: null } ? before.FirstSeenAt : run.Now)).ToList();
        // What the first reading shows may have been there for years: no order of events can be told from it.
        var judged = first ? held.ConvertAll(one => one with { FirstSeenAt = DateTimeOffset.MinValue }) : held;
        var register = await run.RegisterAsync(target, registered, [.. known.Values], [.. held.Select(one => one.Account).Where(isOwn)], cancellation);
        var matched = PrivilegeMatch.Of(judged, register, run.Now);
        foreach (var (one, match) in held.Zip(matched))
        {
            if (!known.Remove((one.AccountId, one.Holder), out var line))
                run.Db.PrivilegeLines.Add(line = PrivilegeLine.Find(target.TenantId, target.Id, one));
            line.See(match, enabled[one.AccountId], run.Now);
        }

        foreach (var line in known.Values)
            line.Lose(run.Now);
        var counted = ReconciliationRun.Of(target.Id, matched, run.Now);
        await run.KeepAsync(counted, cancellation);
        return counted;
    }

    /// <summary>Two readings at one moment are one: the later word stands.</summary>
    public static async Task KeepAsync(this Work run, ReconciliationRun counted, CancellationToken cancellation)
    {
        await run.Db.ReconciliationRuns.Where(r => r.TargetId == counted.TargetId && r.At == counted.At).ExecuteDeleteAsync(cancellation);
        run.Db.ReconciliationRuns.Add(counted);
    }

    /// <summary>One line for each group; one without a group for an account that has its rights by itself.</summary>
    private static IEnumerable<string> Holders(FoundAccount account) =>
        account.Roles.Count == 0 ? [""] : account.Roles.Select(role => Text.Shortened(role, Text.Name) ?? "").Distinct(StringComparer.Ordinal);

    private static async Task<Register> RegisterAsync(
        this Work run, TargetSystem target, IReadOnlyDictionary<string, IntegrationId> registered, IReadOnlyList<PrivilegeLine> lines, IReadOnlyList<string> own, CancellationToken cancellation)
    {
        var since = run.Now - Memory;
        var live = (await run.Db.Grants.AsNoTracking().Where(g => g.TargetId == target.Id && g.Status == GrantStatus.Active && g.Until > run.Now).ToListAsync(cancellation)).FindAll(grant => grant.LiveAt(run.Now));
        var giving = await (from grant in run.Db.Grants.AsNoTracking()
                            where grant.TargetId == target.Id && grant.Until > since && Giving.Contains(grant.ActionName)
                            join request in run.Db.Requests.IgnoreAutoIncludes() on grant.RequestId equals request.Id
                            join execution in run.Db.Executions on grant.Id equals execution.GrantId into executions
                            from execution in executions.DefaultIfEmpty()
                            orderby grant.Until descending
                            select new { Grant = grant, request.Parameters, Execution = (Execution?)execution }).Take(MostGrants).ToListAsync(cancellation);
        return new()
        {
            Accounts = registered,
            LiveGrants = live.GroupBy(grant => grant.IntegrationId).ToDictionary(grants => grants.Key, grants => grants.MaxBy(grant => grant.From)!.RequestId),
            Approved = [.. giving.Select(row => Approved(row.Grant, row.Parameters, row.Execution, run.Now)).OfType<ApprovedPrivilege>()],
            Agreed = lines.Where(line => line.GoneAt is null && line.IsAgreed(run.Now)).ToDictionary(line => (line.AccountId, line.Holder), line => line.Until!.Value),
            Own = own.ToHashSet(StringComparer.Ordinal),
        };
    }

    private static ApprovedPrivilege? Approved(Grant grant, string parameters, Execution? execution, DateTimeOffset now)
    {
        if (TargetChange.Meaning(grant.ActionName, grant.ResourceId, parameters) is not { Succeeded: true, Value: { Member: true } change })
            return null;
        return new(grant.Id, grant.RequestId, grant.IntegrationId, grant.ActionName, change.Account, grant.From)
        {
            Holder = (execution?.Change.Holder ?? change.Holder) is { Length: > 0 } holder ? holder : null,
            EndedAt = grant.LiveAt(now) ? null : grant.EndedAt ?? (grant.EndsAt < now ? grant.EndsAt : now),
            TakingBack = execution is { State: ExecutionState.Reverting, StuckSince: null },
            // What the portal did not do, because it was so already or could not be, did not come from this grant.
            HeldBefore = execution is { State: ExecutionState.NotDone } or { Before.Member: true },
        };
    }
}
