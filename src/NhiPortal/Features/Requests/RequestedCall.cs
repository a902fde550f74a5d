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
        var call = Of(request, target);
        if (request.BindingOf(call) != request.BindingHash)
            return new("parameters_changed", "The stored request does not match what was asked. It cannot be approved; tell security operations.");
        if (AccessJudge.WhyNotRequestable(facts, call, now) is { } barred)
            return barred;
        var on = facts.Targets[target];
        return request.Status == RequestStatus.Pending && request.ChangesTo(facts.BasisOf(on, on.Actions[request.ActionName], request.IsStanding)) is [var first, ..] changes
            ? new("facts_changed", $"What this rests on has changed ({first.Name.ToLowerInvariant()}{(changes.Count > 1 ? $" and {changes.Count - 1} more" : "")}). It comes back in a moment with what changed, and is decided again.")
            : null;
    }
}
