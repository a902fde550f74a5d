using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Policy.Rules;

/// <summary>Nobody approves what they asked for.</summary>
public sealed class NotTheRequester : IPolicyRule
{
    public string Code => "own_request";

    public string InShort => "asked for it";

    public string? Breach(AccessRequest request, ApproverFacts approver) =>
        request.RequestedById == approver.Person ? "You asked for this yourself." : null;
}
