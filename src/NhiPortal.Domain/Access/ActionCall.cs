using System.Buffers;
using System.Text;
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
            [(action, "action.name", Domain.Text.Key), (target, "resource.properties.target", Domain.Text.Key), (resourceType, "resource.type", Domain.Text.Key), (resourceId, "resource.id", Domain.Text.Resource)])
            if (text.Length == 0 || text.Length > longest || !IsShown(text))
                return new Refusal("invalid_request", $"{field} must have 1 to {longest} Unicode characters, none of them a control or a direction override.");
        foreach (var (name, value) in parameters)
        {
            if (ActionBinding.IsPlainText(value, out var length) && length <= LongestParameter)
                continue;
            if (!IsPlain(value))
                return new Refusal("invalid_request", $"The action property \"{Shorten(name)}\" must be a text without control characters, true, false, or a whole number within 53 bits.");
            if (value.GetRawText().Length > LongestParameter)
                return new Refusal("invalid_request", $"The action property \"{Shorten(name)}\" may have at most {LongestParameter} characters.");
        }

        return new ActionCall(action, target, resourceType, resourceId, parameters);
    }

    /// <summary>RFC 8785 rounds numbers to doubles: two different large numbers would share one hash, so they stay out.</summary>
    private static bool IsPlain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => CanonicalJson.TryToBytes(Encoding.UTF8.GetBytes(value.GetRawText()), out _, out _) && IsShown(value.GetString()),
        JsonValueKind.True or JsonValueKind.False => true,
        JsonValueKind.Number => value.TryGetInt64(out var number) && Math.Abs((decimal)number) <= 1L << 53,
        _ => false,
    };

    /// <summary>Whole characters that look like what they are: an approver must see what they approve.</summary>
    private static bool IsShown(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyExceptInRange(' ', '~'))
            return true;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var consumed) != OperationStatus.Done)
                return false;
            if (Rune.IsControl(rune) || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
                return false;
            text = text[consumed..];
        }

        return true;
    }

    private static string Shorten(string name) => name.Length <= 50 ? name : name[..50] + "…";

    /// <summary>The same call with only the parameters that mean something for its action.</summary>
    public ActionCall Narrow(IReadOnlyList<string> fields) => Parameters.Count == fields.Count && fields.All(Parameters.ContainsKey)
        ? this
        : this with { Parameters = fields.Where(Parameters.ContainsKey).ToDictionary(field => field, field => Parameters[field]) };

    /// <summary>
    /// Lower-case hex SHA-256 over the RFC 8785 form of workload, action, target, resource and declared parameters. The
    /// server computes it from what was asked; a caller's own hash is never taken.
    /// </summary>
    public string BindTo(WorkloadId workload) => ActionBinding.Of(this, workload);
}
