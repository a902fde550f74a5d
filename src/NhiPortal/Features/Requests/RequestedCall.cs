using System.Text.Json;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>Rebuilds the exact call a stored request is about.</summary>
public static class RequestedCall
{
    public static ActionCall Of(AccessRequest request, string targetKey)
    {
        using var parameters = JsonDocument.Parse(request.Parameters);
        return new ActionCall(
            request.ActionName, targetKey, request.ResourceType, request.ResourceId,
            parameters.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone()));
    }

    /// <summary>What changed since the request was asked and bars approving it as it stands; the screen says it before the click.</summary>
    public static Refusal? WhyNotAsAsked(AccessRequest request, AccessFacts facts, string target, DateTimeOffset now)
    {
        if (facts.Definition != request.Definition)
            return new("definition_changed", $"{facts.Name} was changed after this was asked. The workload must ask again.");
        var call = Of(request, target);
        if (call.BindTo(request.WorkloadId) != request.BindingHash)
            return new("parameters_changed", "The stored request does not match what was asked. It cannot be approved; tell security operations.");
        return AccessJudge.WhyNotRequestable(facts, call, now);
    }
}
