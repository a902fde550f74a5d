using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Policy.Rules;

/// <summary>Nobody decides for a tenant they do not belong to.</summary>
public sealed class ApproverIsOfTheTenant : IPolicyRule
{
    public string Code => "approver_other_tenant";

    public string InShort => "does not work in this tenant";

    public string? Breach(AccessRequest request, ApproverFacts approver) =>
        approver.InTenant ? null : "This request belongs to a tenant you do not work in.";
}
