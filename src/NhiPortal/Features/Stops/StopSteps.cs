using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Stops;
using NhiPortal.Features.Discovery;

namespace NhiPortal.Features.Stops;

/// <summary>What one step did, and whether there may be more of the same.</summary>
internal readonly record struct Swept(int Lines, bool More);

/// <summary>The steps of carrying a stop out, each a transaction of its own.</summary>
internal static class StopSteps
{
    private const int Batch = 200, Follows = 1000, MostAccounts = 5000;

    public static async Task<Swept> SweepAsync(this Work run, StopId id, ConfiguredConnectors connectors, CancellationToken cancellation)
    {
        var stop = await run.Db.Stops.SingleAsync(s => s.Id == id, cancellation);
        // Lifted meanwhile: nothing more is taken away in its name.
        if (!stop.IsLive)
            return default;
        var why = Text.Kept($"{stop.Scope.Called(stop.Name)} was stopped: {stop.Reason}", Text.Reason);
        why = char.ToUpperInvariant(why[0]) + why[1..];
        var requests = await run.CancelAsync(stop, why, cancellation);
        var grants = await run.RevokeAsync(stop, why, cancellation);
        if (requests == Batch || grants == Batch)
            return new(requests + grants, true);
        return new(requests + grants + (stop.PlannedAt is null ? await run.PlanAsync(stop, connectors, cancellation) : 0), false);
    }

    /// <summary>What a target decides, and no person.</summary>
    public static readonly Expression<Func<StopLine, bool>> Followed = l => l.EndedAt == null && l.State != StopLineState.ByHand && (l.GrantId != null || l.RemovalId != null);

    /// <summary>Brings each open line to what its target shows by now.</summary>
    public static async Task<int> FollowAsync(this Work run, CancellationToken cancellation)
    {
        var open = run.Db.StopLines.Where(Followed);
        var grants = await (from line in open
                            where line.GrantId != null
                            join execution in run.Db.Executions on line.GrantId equals (GrantId?)execution.GrantId
                            orderby line.DueAt
                            select new { Line = line, execution.EndedAt, execution.Trouble, execution.DueAt }).Take(Follows).ToListAsync(cancellation);
        var removals = await (from line in open
                              where line.RemovalId != null
                              join removal in run.Db.Removals on line.RemovalId equals (RemovalId?)removal.Id
                              orderby line.DueAt
                              select new { Line = line, Removal = removal }).Take(Follows).ToListAsync(cancellation);
        return grants.Count(row => row.Line.Follow(row.EndedAt is not null, row.Trouble, row.DueAt, run.Now))
            + removals.Count(row => row.Removal.State == RemovalState.Impossible ? row.Line.LeaveToHand(row.Removal.Trouble, run.Now) : row.Line.Follow(row.Removal.State == RemovalState.Confirmed, row.Removal.Trouble, row.Removal.EndedAt is null ? row.Removal.DueAt : null, run.Now));
    }

    private static async Task<int> CancelAsync(this Work run, Stop stop, string why, CancellationToken cancellation)
    {
        var rows = await run.Db.RequestsUnder(stop.Scope, stop.Thing(), run.Now).OrderBy(r => r.Id).Take(Batch)
            .Join(run.Db.Integrations, r => r.IntegrationId, i => i.Id, (request, integration) => new { Request = request, Integration = integration })
            .Join(run.Db.Targets, row => row.Request.TargetId, t => t.Id, (row, target) => new { row.Request, row.Integration, Target = target }).ToListAsync(cancellation);
        foreach (var (request, integration, target) in rows.Select(row => (row.Request, row.Integration, row.Target)).Where(row => row.Request.Cancel(why, run.Now).Succeeded))
        {
            run.Db.StopLines.Add(StopLine.Done(stop.Id, StopLineKind.Request, request.Id.Value, $"{request.ActionName} on {target.Key} for {request.ResourceId}, asked by {integration.Key}", integration.Id, target.Id, run.Now));
            run.Record(new("request.cancelled", $"The request of {integration.Key} for {request.ActionName} ended: {why}")
            {
                Tenant = request.TenantId, Integration = Work.Thing(integration), Target = Work.Thing(target), Request = request.Id, Facts = StopThing.Facts(stop, ("reason", stop.Reason)),
            });
        }

        return rows.Count;
    }

    private static async Task<int> RevokeAsync(this Work run, Stop stop, string why, CancellationToken cancellation)
    {
        var rows = await run.Db.GrantsUnder(stop.Scope, stop.Thing(), run.Now).OrderBy(g => g.Id).Take(Batch)
            .Join(run.Db.Integrations, g => g.IntegrationId, i => i.Id, (grant, integration) => new { Grant = grant, Integration = integration })
            .Join(run.Db.Targets, row => row.Grant.TargetId, t => t.Id, (row, target) => new { row.Grant, row.Integration, Target = target }).ToListAsync(cancellation);
        var ids = rows.ConvertAll(row => row.Grant.Id);
        var brokered = (await run.Db.Executions.Where(e => ids.Contains(e.GrantId) && e.EndedAt == null).Select(e => e.GrantId).ToListAsync(cancellation)).ToHashSet();
        foreach (var (grant, integration, target) in rows.Select(row => (row.Grant, row.Integration, row.Target)).Where(row => row.Grant.Revoke(stop.ById, why, run.Now).Succeeded))
        {
            var what = $"{grant.ActionName} on {target.Key} for {grant.ResourceId}, granted to {integration.Key}";
            run.Db.StopLines.Add(brokered.Contains(grant.Id)
                ? StopLine.TakenBack(stop.Id, grant, $"{what}; the portal takes back what it did there", run.Now)
                : StopLine.Done(stop.Id, StopLineKind.Grant, grant.Id.Value, what, integration.Id, target.Id, run.Now));
            run.Record(new("grant.revoked", $"The grant of {integration.Key} for {grant.ActionName} ended: {why}")
            {
                Tenant = grant.TenantId, Integration = Work.Thing(integration), Target = Work.Thing(target), Grant = grant.Id, Request = grant.RequestId, Facts = StopThing.Facts(stop, ("reason", stop.Reason)),
            });
        }

        return rows.Count;
    }

    /// <summary>Writes down what is held without a grant: taken away by a connector, or by a person.</summary>
    private static async Task<int> PlanAsync(this Work run, Stop stop, ConfiguredConnectors connectors, CancellationToken cancellation)
    {
        var accounts = await run.Db.AccountsUnderAsync(stop.Scope, stop.Thing(), MostAccounts, cancellation);
        bool Acts(HeldAccount held) => connectors.Acts(held.TargetKey) && !connectors.IsOwn(held.TargetKey, held.Account);
        await run.OrderAsync(stop, accounts.FindAll(Acts), cancellation);
        var already = await run.FollowTakenBackAsync(stop, cancellation);

        var targets = await run.Db.TargetsUnder(stop.Scope, stop.Thing()).Select(t => new { t.Id, t.Key }).ToListAsync(cancellation);
        var left = accounts.Where(held => !Acts(held)).ToLookup(held => held.Target);
        var owners = await OwnersAsync(run, stop, cancellation);
        var hand = targets.Where(t => !connectors.Acts(t.Key)).Select(t => (t.Id, t.Key)).Union(left.Select(group => (group.Key, group.First().TargetKey))).ToList();
        foreach (var (target, key) in hand)
            run.Db.StopLines.Add(StopLine.LeftToHand(stop.Id, target.ToString(), ByHand(stop, key, [.. left[target].Select(held => held.Account)]), target, owners.GetValueOrDefault(target), run.Now));
        stop.Plan(run.Now);
        await run.SaveStepAsync(cancellation);
        await run.TellAsync(stop, cancellation);
        return accounts.Count(Acts) + hand.Count + already;
    }

    /// <summary>What ended before the stop and is still there: the stop is not done while the portal takes it back.</summary>
    private static async Task<int> FollowTakenBackAsync(this Work run, Stop stop, CancellationToken cancellation)
    {
        var (target, tenant, under) = (new TargetId(stop.Thing()), new TenantId(stop.Thing()), run.Db.IntegrationsUnder(stop.Scope, stop.Thing()).Select(i => i.Id));
        var ended = run.Db.Grants.Where(g => (g.Status != GrantStatus.Active || g.Until <= run.Now) && run.Db.Executions.Any(e => e.GrantId == g.Id && e.EndedAt == null)
            && !run.Db.StopLines.Any(l => l.StopId == stop.Id && l.GrantId == g.Id));
        ended = stop.Scope switch
        {
            StopScope.Target => ended.Where(g => g.TargetId == target),
            StopScope.Tenant => ended.Where(g => g.TenantId == tenant || run.Db.Targets.Any(t => t.Id == g.TargetId && t.TenantId == tenant)),
            _ => ended.Where(g => under.Contains(g.IntegrationId)),
        };
        var rows = await ended.OrderBy(g => g.Id).Take(MostAccounts).Join(run.Db.Integrations, g => g.IntegrationId, i => i.Id, (grant, integration) => new { Grant = grant, Integration = integration.Key })
            .Join(run.Db.Targets, row => row.Grant.TargetId, t => t.Id, (row, there) => new { row.Grant, row.Integration, Target = there.Key }).ToListAsync(cancellation);
        foreach (var row in rows)
            run.Db.StopLines.Add(StopLine.TakenBack(stop.Id, row.Grant, $"{row.Grant.ActionName} on {row.Target} for {row.Grant.ResourceId}, granted to {row.Integration}; its grant was over, and the portal was taking back what it did there", run.Now));
        return rows.Count;
    }

    /// <summary>Another stop may be taking the same away already: then both follow the one removal.</summary>
    private static async Task OrderAsync(this Work run, Stop stop, List<HeldAccount> accounts, CancellationToken cancellation)
    {
        var orders = accounts.ConvertAll(held => (Held: held, Removal: Removal.Order(
            held.Tenant, held.Target, held.Integration, StopReach.SwitchedOff(held.Account), $"{stop.Name} was stopped: {stop.Reason}", stop.ById, run.Now)));
        var subjects = orders.ConvertAll(order => order.Removal.Subject);
        var running = await run.Db.Removals.Where(r => r.EndedAt == null && EF.Parameter(subjects).Contains(r.Subject)).ToDictionaryAsync(r => r.Subject, cancellation);
        foreach (var (held, removal) in orders)
        {
            if (!running.TryGetValue(removal.Subject, out var ordered))
                run.Db.Removals.Add(ordered = removal);
            run.Db.StopLines.Add(StopLine.Removed(stop.Id, ordered, $"Account {held.Account} of {held.IntegrationName} on {held.TargetKey} is switched off", run.Now));
        }
    }

    private static string ByHand(Stop stop, string target, List<string> accounts) => (accounts, stop.Scope) switch
    {
        ([], StopScope.Target) => $"Nothing is known on {target} that integrations hold there without a grant; look there by hand",
        ([], _) => $"The portal cannot change {target}: look there by hand for what {stop.Scope.Called(stop.Name)} holds without a grant, and take it away",
        _ => $"The portal cannot change this on {target}: switch off by hand {string.Join(", ", accounts.Take(20))}{(accounts.Count > 20 ? $" and {accounts.Count - 20} more" : "")}",
    };

    private static async Task<Dictionary<TargetId, PersonId?>> OwnersAsync(Work run, Stop stop, CancellationToken cancellation)
    {
        var targets = run.Db.TargetsUnder(stop.Scope, stop.Thing()).Select(t => t.Id);
        return await run.Db.Ownerships.Where(o => o.Role == OwnerRole.SystemOwner && o.ClosedAt == null && o.AcceptedAt != null && o.TargetId != null && targets.Contains(o.TargetId.Value))
            .ToDictionaryAsync(o => o.TargetId!.Value, o => (PersonId?)o.PersonId, cancellation);
    }

    private static async Task TellAsync(this Work run, Stop stop, CancellationToken cancellation)
    {
        var counts = await run.Db.StopLines.Where(l => l.StopId == stop.Id).GroupBy(l => l.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var by = await run.Db.People.Where(p => p.Id == stop.ById).Select(p => p.Name).SingleAsync(cancellation);
        int Of(StopLineKind kind) => counts.GetValueOrDefault(kind);
        run.Record(StopThing.About(stop) with
        {
            Kind = "stop.planned",
            Sentence = $"{by} stopped {stop.Scope.Called(stop.Name)}: {stop.Reason.TrimEnd('.')}. Grants revoked: {Of(StopLineKind.Grant)}; requests cancelled: {Of(StopLineKind.Request)}; accounts being switched off: {Of(StopLineKind.Account)}; left to be done by hand: {Of(StopLineKind.ByHand)}.",
        });
    }
}
