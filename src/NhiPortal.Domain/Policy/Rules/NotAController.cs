using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Policy.Rules;

/// <summary>Whoever shaped the integration lately is one party with it.</summary>
public sealed class NotAController : IPolicyRule
{
    public string Code => "controller";

    public string InShort => "controls this integration";

    public string? Breach(AccessRequest request, ApproverFacts approver) =>
        approver.Controllers.FirstOrDefault(controller => approver.Is(controller.Person)) is { } controller
            ? $"You control this integration: {controller.Fact}"
            : null;
}
