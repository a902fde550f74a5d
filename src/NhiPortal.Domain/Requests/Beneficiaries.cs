using System.Text.Json;

namespace NhiPortal.Domain.Requests;

/// <summary>The accounts an action would act on: its resource and every declared parameter that is a text.</summary>
public static class Beneficiaries
{
    public static IEnumerable<string> Of(AccessRequest request)
    {
        yield return request.ResourceId;
        using var parameters = JsonDocument.Parse(request.Parameters);
        foreach (var parameter in parameters.RootElement.EnumerateObject())
            if (parameter.Value.ValueKind == JsonValueKind.String)
                yield return parameter.Value.GetString()!;
    }
}
