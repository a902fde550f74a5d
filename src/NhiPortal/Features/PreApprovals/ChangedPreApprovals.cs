using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Access;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.PreApprovals;

/// <summary>One standing pre-approval that rests on what is not so any more, and what that is.</summary>
internal sealed record ChangedPreApproval(PreApproval Standing, TargetSystem Target, string Why);

/// <summary>Finds them for one integration by the comparison that each use makes, and ends them: nothing brings one back.</summary>
internal static class ChangedPreApprovals
{
    public static async Task<IReadOnlyList<ChangedPreApproval>> ChangedPreApprovalsAsync(this PortalDb db, IntegrationId id, DateTimeOffset now, CancellationToken cancellation)
    {
        var live = await db.PreApprovals.Where(p => p.IntegrationId == id && p.Status == PreApprovalStatus.Active && p.Until > now).OrderBy(p => p.RequestId).ToListAsync(cancellation);
        if (live.Count == 0 || await db.AccessFactsAsync(id, now, cancellation) is not { } facts)
            return [];
        var (ids, onTargets) = (live.ConvertAll(standing => standing.RequestId), live.ConvertAll(standing => standing.TargetId));
        var given = await db.Requests.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellation);
        var targets = await db.Targets.AsNoTracking().Where(t => onTargets.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancellation);
        var workloads = await db.Workloads.Where(w => w.IntegrationId == id && w.RetiredAt == null).Select(w => w.Id).ToListAsync(cancellation);
        return [.. live.Select(standing => Judge(standing, targets[standing.TargetId])).OfType<ChangedPreApproval>()];

        ChangedPreApproval? Judge(PreApproval standing, TargetSystem target)
        {
            var (request, call) = (given[standing.RequestId], RequestedCall.Of(given[standing.RequestId], target.Key));
            var why = !workloads.Contains(standing.WorkloadId) ? "The identity it was given to was retired." : AccessJudge.WhyBarred(facts, call, now)?.Sentence;
            if (why is null && facts.Targets[target.Key] is var on)
            {
                var today = facts.BasisOf(on, on.Actions[standing.ActionName], standing: true);
                why = today.Hash == standing.BasisHash ? null : $"What it was given on has changed: {Names(request.Basis.ChangesTo(today, answered: true))}.";
            }

            return why is null ? null : new(standing, target, why);
        }
    }

    /// <summary>Ends all of an integration that goes for good.</summary>
    public static async Task EndPreApprovalsAsync(this Work run, Domain.Integrations.Integration integration, string why, CancellationToken cancellation) => run.End(
        await (from standing in run.Db.PreApprovals
               where standing.IntegrationId == integration.Id && standing.Status == PreApprovalStatus.Active && standing.Until > run.Now
               join target in run.Db.Targets on standing.TargetId equals target.Id
               select new ChangedPreApproval(standing, target, why)).ToListAsync(cancellation), integration);

    public static int End(this Work run, IReadOnlyList<ChangedPreApproval> changed, Domain.Integrations.Integration integration)
    {
        foreach (var (standing, target, why) in changed.Where(each => each.Standing.End(each.Why, run.Now)))
            run.Record(new AuditNote("request.pre_approval_ended", $"The standing pre-approval \"{standing.Name}\" of {integration.Key} for {standing.ActionName} on {target.Key} ended. {why}")
            {
                Tenant = standing.TenantId,
                Integration = Work.Thing(integration),
                Target = Work.Thing(target),
                Request = standing.RequestId,
                Facts = new Dictionary<string, string?> { ["basis"] = standing.BasisHash, ["used"] = $"{standing.Uses} of {standing.MostUses}" },
            });
        return changed.Count;
    }

    private static string Names(IReadOnlyList<BasisChange> changes) => changes.Count == 0 ? "an owner" : ComebackSteps.Names(changes);
}
