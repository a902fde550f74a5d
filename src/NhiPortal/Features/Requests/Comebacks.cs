using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Access;
using NhiPortal.Features.Policy;

namespace NhiPortal.Features.Requests;

/// <summary>One waiting or approved request that rests on facts that have changed; <see cref="Gone"/> says why it cannot be asked again.</summary>
internal sealed record Comeback(AccessRequest Request, Grant? Grant, TargetSystem Target, IReadOnlyList<BasisChange> Changes)
{
    public string? Gone { get; init; }
    public Basis? Today { get; init; }
    public RuleInForce? Rule { get; init; }
    public RiskLevel Risk { get; init; }

    /// <summary>The workload has asked for the same by itself meanwhile.</summary>
    public AccessRequest? Open { get; init; }

    /// <summary>Two live grants may be for one thing, where it was approved again early: one request asks for both.</summary>
    public bool AsksTheSame(AccessRequest other) => Request.Status != RequestStatus.Pending && other.WorkloadId == Request.WorkloadId && other.BindingHash == Request.BindingHash;
}

/// <summary>Finds them for one integration by the comparison that decisions make.</summary>
internal static class Comebacks
{
    private static readonly string[] WayIsGone = ["not_on_approved_list", "parameter_missing"];

    /// <summary>A grant that lives by its time, or was ended by a change and nobody has been asked again yet.</summary>
    public static Expression<Func<Grant, bool>> MayComeBack(DateTimeOffset now) =>
        grant => (grant.Status == GrantStatus.Active || grant.AsksAgain) && grant.Until > now && grant.BasisHash != null;

    public static async Task<IReadOnlyList<Comeback>> ComebacksAsync(this PortalDb db, IntegrationId id, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await db.AccessFactsAsync(id, now, cancellation) is not { } facts)
            return [];
        var grants = await db.Grants.Where(MayComeBack(now)).Where(g => g.IntegrationId == id && !db.Requests.Any(r => r.FollowsId == g.RequestId)).ToDictionaryAsync(g => g.RequestId, cancellation);
        var approved = grants.Keys.ToList();
        var requests = await db.Requests.Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery()
            .Where(r => r.IntegrationId == id && ((r.Status == RequestStatus.Pending && r.ExpiresAt > now) || approved.Contains(r.Id))).OrderBy(r => r.Id).ToListAsync(cancellation);
        var onTargets = requests.Select(r => r.TargetId).Distinct().ToList();
        var targets = await db.Targets.AsNoTracking().Where(t => onTargets.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancellation);
        var workloads = await db.Workloads.Where(w => w.IntegrationId == id && w.RetiredAt == null).Select(w => w.Id).ToListAsync(cancellation);
        var version = (await db.PolicyInForceAsync(cancellation))?.Number ?? 0;
        return [.. requests.Select(request => Judge(request, grants.GetValueOrDefault(request.Id), targets[request.TargetId])).OfType<Comeback>()];

        Comeback? Judge(AccessRequest request, Grant? grant, TargetSystem target)
        {
            var back = new Comeback(request, grant, target, []);
            var ended = grant?.Status == GrantStatus.Returned;
            var call = RequestedCall.Of(request, target.Key);
            if (AccessJudge.WhyBarred(facts, call, now) is { } barred)
                // Whatever else bars it may pass: then it is looked at again.
                return WayIsGone.Contains(barred.Code) && !ended ? back with { Gone = barred.Sentence } : null;
            var (on, path) = (facts.Targets[target.Key], facts.Targets[target.Key].Actions[request.ActionName]);
            var today = facts.BasisOf(on, path, request.IsStanding);
            if (request.ChangesTo(today) is not { Count: > 0 } changes)
                return null;
            if (WhyNotAgain(request, path, call, workloads) is { } gone)
                return ended ? null : back with { Changes = changes, Gone = gone };
            return back with
            {
                Changes = changes,
                Today = today,
                Rule = new RuleInForce(version, path.Rule!),
                Risk = path.Risk,
                Open = request.Status == RequestStatus.Pending ? null
                    : requests.Find(other => other.Status == RequestStatus.Pending && other.WorkloadId == request.WorkloadId && other.BindingHash == request.BindingHash),
            };
        }
    }

    private static string? WhyNotAgain(AccessRequest request, PathFact path, ActionCall call, IReadOnlyList<WorkloadId> workloads) => path.Rule switch
    {
        null => "The approval policy has no rule for it any more.",
        _ when !workloads.Contains(request.WorkloadId) => "The identity that asked was retired.",
        _ when request.BindingOf(call.Narrow(path.MeaningfulFields)) != request.BindingHash => "Other fields count for this action now; the workload must ask again.",
        _ when request.Terms is { } terms && path.Rule!.WhyNotStanding(terms, path.Risk, request.AskedAt) is { } standing => standing.Sentence,
        { RequiresJustification: true } when request.Justification.Length < PolicySimulation.ShortestJustification => "The policy asks for a justification now; the workload must ask again.",
        var rule => rule.WhyNotTicket(request.Ticket) is { } ticket ? $"{ticket.Sentence} The workload must ask again." : null,
    };
}
