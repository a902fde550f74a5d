using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Policy.Rules;

/// <summary>An approver holds one of the roles the policy asks for, at the moment of deciding.</summary>
public sealed class HoldsTheRole : IPolicyRule
{
    public const string Name = "role_not_held";

    public string Code => Name;

    public string InShort => "does not hold the role now";

    public string? Breach(AccessRequest request, ApproverFacts approver) =>
        request.Stages.Exists(stage => approver.RolesHeld.Contains(stage.Role) || approver.Lent.Any(lent => lent.Role == stage.Role))
            ? null
            : "You do not hold a role that decides this request. Its owners may have changed since you opened it.";
}
