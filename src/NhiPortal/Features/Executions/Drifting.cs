using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Executions;

/// <summary>Compares the target with what its approvers saw, in the transaction that would let the portal begin.</summary>
internal static class Drifting
{
    /// <returns>Whether it is different: then the grant has ended, and the request is on its way back to its owners.</returns>
    public static async Task<bool> ReturnDriftedAsync(this Work run, Execution execution, TargetChange told, TargetState found, CancellationToken cancellation)
    {
        var sights = (await run.Db.Set<ApprovalDecision>().AsNoTracking().Where(d => d.RequestId == execution.RequestId && d.Verdict == Verdict.Approve && !d.ByBreakGlass).Select(d => d.Saw).ToListAsync(cancellation)).OfType<TargetSight>().ToList();
        var grant = await run.Db.Grants.SingleAsync(g => g.Id == execution.GrantId, cancellation);
        // What one person let through alone, in an emergency, rests on no owner's answer.
        if (sights.Count == 0 || grant.BasisHash is null)
            return false;
        var since = sights.Min(sight => sight.At);
        var others = await run.Db.Executions.AsNoTracking().Include(e => e.Attempts)
            .Where(e => e.Subject == execution.Subject && e.TargetId == execution.TargetId && e.Id != execution.Id && (e.EndedAt == null || e.EndedAt >= since)).ToListAsync(cancellation);
        if (execution.DriftFrom(sights, others, told, found) is not { Count: > 0 } changes)
            return false;
        var request = await run.Db.Requests.SingleAsync(r => r.Id == execution.RequestId, cancellation);
        var integration = Work.Thing(await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == execution.IntegrationId, cancellation));
        var target = Work.Thing(await run.Db.Targets.AsNoTracking().SingleAsync(t => t.Id == execution.TargetId, cancellation));
        var sentence = $"The target is not as it was approved any more: {changes[0].Before} then, {changes[0].After} now. {(execution.Sent ? "What was begun is taken back" : "Nothing was carried out")}, and it is decided again.";
        request.Find(changes);
        if (grant.Return(sentence, run.Now))
            run.Record(new AuditNote("grant.returned", $"The grant for {grant.ActionName} ended: {sentence}") { Tenant = grant.TenantId, Integration = integration, Target = target, Request = request.Id, Grant = grant.Id });
        execution.Surprise(found, sentence, run.Now);
        return true;
    }
}
