using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Policy;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Requests;

/// <summary>The policy rule that decides an ask now, and the version it stands in.</summary>
public sealed record RuleInForce(int Version, ApprovalRule Rule);

/// <summary>What asking for access and its dry run both need to know, read and judged in one way.</summary>
public static class AskAnalysis
{
    /// <summary>Why a person may not ask on this workload's behalf; null when they may.</summary>
    public static async Task<Refusal?> WhyMayNotAskAsync(
        this PortalDb db, Actor actor, WorkloadIdentity workload, DateTimeOffset now, CancellationToken cancellation)
    {
        if (actor.Person is null || !await db.Integrations.To(actor, db).AnyAsync(i => i.Id == workload.IntegrationId, cancellation))
            return new Refusal("unknown_subject", "There is no such workload for this caller.");
        return await db.HeldAsync(actor, o => o.IntegrationId == workload.IntegrationId && o.Role == OwnerRole.BusinessOwner, now, cancellation) is []
            ? Permissions.Check(actor, Permission.AskOnBehalf)
            : null;
    }

    /// <summary>The rule of the published policy for this action, or why nothing can be approved.</summary>
    public static async Task<Result<RuleInForce>> RuleForAsync(
        this PortalDb db, AccessFacts facts, TargetFact target, string action, CancellationToken cancellation)
    {
        var path = target.Actions[action];
        if (await db.PolicyInForceAsync(cancellation) is not { } inForce)
            return new Refusal("no_policy", "No valid approval policy is published, so nothing can be approved. Tell the portal's administrator.");
        return inForce.Policy.Match(new PolicySubject(facts.Kind, path.Class, path.Risk, target.Criticality, target.Environment, facts.TenantKey)) is { } rule
            ? new RuleInForce(inForce.Number, rule)
            : new Refusal("policy_denied", "The approval policy has no rule for this action; it is not allowed.");
    }
}
