using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Policy.Rules;

/// <summary>Nobody approves what they asked for, or spoke for as its requester.</summary>
public sealed class NotTheRequester : IPolicyRule
{
    public string Code => "own_request";

    public string InShort => "asked for it";

    public string? Breach(AccessRequest request, ApproverFacts approver) =>
        request.RequestedById == approver.Person ? "You asked for this yourself."
            : request.Questions.Exists(question => question.AnsweredById == approver.Person) ? "You answered a question about this for its requester." : null;
}
