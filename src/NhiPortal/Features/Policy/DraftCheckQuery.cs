using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Policy;
using NhiPortal.Features.Discovery;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Policy;

/// <summary>What stands against rules as they are before somebody: why they cannot be, how they differ from the policy in force, and who could answer.</summary>
public sealed record DraftCheck(Refusal? Fault, PolicyDifference Difference, IReadOnlyList<RuleReach> Reach);

/// <summary>Judges rules that nobody saved yet, by what will judge them when saved; null for those who may not see policies.</summary>
public sealed class DraftCheckQuery(IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, TimeProvider time)
{
    public async Task<DraftCheck?> RunAsync(Actor actor, IReadOnlyList<ApprovalRule> rules, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeePolicies))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (ApprovalPolicy.Create(rules).Refusal is { } fault)
            return new DraftCheck(fault, new PolicyDifference([], []), []);
        var inForce = (await db.PolicyInForceAsync(cancellation))?.Policy.Rules ?? [];
        return new DraftCheck(null, PolicyDifference.Between(inForce, rules), await db.ReachAsync(actor, rules, judged: true, time.GetUtcNow(), cancellation, (target, action) => connectors.Acts(target) && TargetChange.IsKnown(action)));
    }
}
