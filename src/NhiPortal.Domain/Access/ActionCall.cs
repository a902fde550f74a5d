using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Access;

/// <summary>
/// Exactly one privileged action on exactly one resource, with the parameters that mean something. Two calls are the
/// same if and only if their binding hashes are.
/// </summary>
public sealed record ActionCall(string Action, string Target, string ResourceType, string ResourceId, IReadOnlyDictionary<string, JsonElement> Parameters)
{
    private const int LongestParameter = 1000;

    /// <summary>A call within the bounds of what the portal stores and shows; names and ids are taken literally, never trimmed.</summary>
    public static Result<ActionCall> Create(
        string action, string target, string resourceType, string resourceId, IReadOnlyDictionary<string, JsonElement> parameters)
    {
        foreach (var (text, field, longest) in (ReadOnlySpan<(string, string, int)>)
            [(action, "action.name", Text.Key), (target, "resource.properties.target", Text.Key), (resourceType, "resource.type", Text.Key), (resourceId, "resource.id", Text.Resource)])
            if (text.Length == 0 || text.Length > longest)
                return new Refusal("invalid_request", $"{field} must have 1 to {longest} characters.");
        return parameters.Any(parameter => parameter.Value.GetRawText().Length > LongestParameter)
            ? new Refusal("invalid_request", $"An action property may have at most {LongestParameter} characters.")
            : new ActionCall(action, target, resourceType, resourceId, parameters);
    }

    /// <summary>The same call with only the parameters that mean something for its action.</summary>
    public ActionCall Narrow(IReadOnlyList<string> fields) => Parameters.Count == fields.Count && fields.All(Parameters.ContainsKey)
        ? this
        : this with { Parameters = fields.Where(Parameters.ContainsKey).ToDictionary(field => field, field => Parameters[field]) };

    /// <summary>
    /// Lower-case hex SHA-256 over the RFC 8785 form of workload, action, target, resource and declared parameters. The
    /// server computes it from what was asked; a caller's own hash is never taken.
    /// </summary>
    public string BindTo(WorkloadId workload)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("action", Action);
            json.WriteStartObject("parameters");
            foreach (var (name, value) in Parameters)
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteEndObject();
            json.WriteString("resource_id", ResourceId);
            json.WriteString("resource_type", ResourceType);
            json.WriteString("target", Target);
            json.WriteString("workload", workload.Value);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.ToBytes(buffer.WrittenSpan)));
    }
}
