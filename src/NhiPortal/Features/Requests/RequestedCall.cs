using System.Text.Json;
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
}
