using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Features.Policy;

/// <summary>The newest published version, as far as it may be used.</summary>
public sealed record PolicyInForce(int Number, ApprovalPolicy Policy);

/// <summary>Reads the policy for whoever judges by it.</summary>
public static class PolicyReading
{
    /// <summary>Null when there is none, or none that could be published today.</summary>
    public static async Task<PolicyInForce?> PolicyInForceAsync(this PortalDb db, CancellationToken cancellation)
    {
        var version = await db.NewestPolicyAsync(cancellation);
        // Judged again at run time: a policy row that could not be saved today must not work because it is there.
        return version is not null && ApprovalPolicy.Create(version.Rules) is { Succeeded: true } policy ? new PolicyInForce(version.Number, policy.Value) : null;
    }

    public static Task<PolicyVersion?> NewestPolicyAsync(this PortalDb db, CancellationToken cancellation) =>
        db.Policies.AsNoTracking().OrderByDescending(p => p.Number).FirstOrDefaultAsync(cancellation);
}
