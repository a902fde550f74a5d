using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Policy.Rules;

/// <summary>One thing that bars a person from deciding a request. Stateless; says which rule and which fact.</summary>
public interface IPolicyRule
{
    string Code { get; }

    /// <summary>What bars a person, said of them to others: "started the run".</summary>
    string InShort { get; }

    /// <summary>The sentence that names the fact, or null where the rule is kept.</summary>
    string? Breach(AccessRequest request, ApproverFacts approver);
}
