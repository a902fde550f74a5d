using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Policy.Rules;

/// <summary>Nobody approves a change that gives their own account more.</summary>
public sealed class NotTheBeneficiary : IPolicyRule
{
    public string Code => "beneficiary";

    public string InShort => "would benefit from it";

    public string? Breach(AccessRequest request, ApproverFacts approver) =>
        Beneficiaries.Of(request).FirstOrDefault(approver.Accounts.Contains) is { } account
            ? $"The account {account} is yours and would benefit."
            : null;
}
