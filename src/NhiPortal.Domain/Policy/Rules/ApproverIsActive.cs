using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Policy.Rules;

/// <summary>Whoever the directory no longer knows as active decides nothing.</summary>
public sealed class ApproverIsActive : IPolicyRule
{
    public string Code => "approver_inactive";

    public string InShort => "is no longer active in the directory";

    public string? Breach(AccessRequest request, ApproverFacts approver) =>
        approver.Active ? null : "Your account is no longer active in the directory.";
}
