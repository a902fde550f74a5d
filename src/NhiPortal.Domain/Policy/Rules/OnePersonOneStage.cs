using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Policy.Rules;

/// <summary>A person counts once in a request, whatever roles they hold and whoever stood in for them.</summary>
public sealed class OnePersonOneStage : IPolicyRule
{
    public string Code => "already_decided";

    public string InShort => "has already decided a stage";

    public string? Breach(AccessRequest request, ApproverFacts approver) =>
        request.Decisions.Exists(decision => decision.PersonId == approver.Person || decision.ForId == approver.Person)
            ? "You have already decided a stage of this request; another person must decide the next."
            : null;
}
