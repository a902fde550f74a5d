using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Policy.Rules;

/// <summary>Nobody approves a run they started.</summary>
public sealed class NotTheStarter : IPolicyRule
{
    public string Code => "own_run";

    public string InShort => "started the run";

    public string? Breach(AccessRequest request, ApproverFacts approver) =>
        approver.Is(request.StartedById) ? "You started the run that asks for this." : null;
}
