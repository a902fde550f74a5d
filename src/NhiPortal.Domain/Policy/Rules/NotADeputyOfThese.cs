using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Policy.Rules;

/// <summary>A deputy stands in for their principal, so they may not check what the principal asked for, started or shaped.</summary>
public sealed class NotADeputyOfThese : IPolicyRule
{
    public string Code => "deputy_of_party";

    public string InShort => "is the deputy of a person behind this";

    public string? Breach(AccessRequest request, ApproverFacts approver)
    {
        var parties = approver.Controllers.Select(controller => controller.Person).ToHashSet();
        if (request.RequestedById is { } requester)
            parties.Add(requester);
        if (request.StartedById is { } starter)
            parties.Add(starter);
        return parties.Overlaps(approver.DeputyOf)
            ? "You are the deputy of, or stand in for, a person who asked for this, started it, or controls the integration."
            : null;
    }
}
