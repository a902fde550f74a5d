using System.Text;
using System.Text.Json;

namespace NhiPortal.Domain.Evidence;

/// <summary>
/// The package's tables for people: the same events, one row each. Written by hand, because a verifier writes each table
/// again and compares it byte for byte: every field quoted, rows ended by CR LF, a text a spreadsheet would run made one it shows.
/// </summary>
public static class EvidenceTable
{
    /// <summary>Every event; then those of one sort.</summary>
    public static readonly IReadOnlyList<(string File, string[] Groups)> Files =
    [
        ("actions.csv", []),
        ("findings.csv", ["finding"]),
        ("policies.csv", ["policy", "access_rules", "unattended"]),
        ("reviews.csv", ["review"]),
        ("revocations.csv", ["revocation", "removal", "stop"]),
        ("rotations.csv", ["rotation", "credential"]),
    ];

    /// <summary>Grants that were taken back stand among the revocations, too.</summary>
    private static readonly string[] AlsoRevocations = ["grant.revoked", "grant.returned", "integration.suspended", "request.pre_approval_revoked"];

    public const string Allowed = "access.allowed";

    /// <summary>The file's first line, after the mark that tells spreadsheets its encoding.</summary>
    public const string Head = "\uFEFF\"leaf_index\",\"event_id\",\"at\",\"kind\",\"administrative_action\",\"sentence\",\"actor_kind\",\"actor\",\"workload_issuer\",\"workload_subject\","
        + "\"human_approvers\",\"integration\",\"target\",\"person\",\"request\",\"grant\",\"owners_in_force\",\"before\",\"after\",\"facts\",\"client\"\r\n";

    /// <summary>Whether a kind of event belongs into a table.</summary>
    public static bool Holds(string file, string[] groups, string kind) =>
        groups.Length == 0 || groups.Contains(kind.Split('.')[0]) || (file == "revocations.csv" && AlsoRevocations.Contains(kind));

    /// <summary>Whether the event is an administrative action, and whether it names workload and approver.</summary>
    public static (bool Action, bool Attributed) Weigh(JsonElement body)
    {
        var action = Text(body, "kind") == Allowed;
        return (action, action && body.TryGetProperty("workload", out _) && body.TryGetProperty("approvers", out var approvers) && approvers.GetArrayLength() > 0);
    }

    public static string Row(JsonElement body, long leaf)
    {
        var row = new StringBuilder(512);
        Add(row, leaf.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var name in (string[])["id", "at", "kind"])
            Add(row, Text(body, name));
        Add(row, Weigh(body).Action ? "yes" : "");
        Add(row, Text(body, "sentence"));
        Add(row, Text(body, "actor", "kind"));
        Add(row, Text(body, "actor", "name"));
        Add(row, Text(body, "workload", "issuer"));
        Add(row, Text(body, "workload", "subject"));
        Add(row, People(body, "approvers"));
        foreach (var name in (string[])["integration", "target", "person"])
            Add(row, Text(body, name, "key"));
        foreach (var name in (string[])["request", "grant"])
            Add(row, Text(body, name));
        Add(row, People(body, "owners"));
        foreach (var name in (string[])["before", "after", "facts"])
            Add(row, Pairs(body, name));
        Add(row, Text(body, "client"));
        row.Length--;
        return row.Append("\r\n").ToString();
    }

    private static void Add(StringBuilder row, string text)
    {
        row.Append('"');
        if (text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..])
            row.Append('\'');
        row.Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\",");
    }

    private static string Text(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
                return "";
        return json.ValueKind == JsonValueKind.String ? json.GetString()! : "";
    }

    private static string People(JsonElement body, string name) => body.TryGetProperty(name, out var people) && people.ValueKind == JsonValueKind.Array
        ? string.Join("; ", people.EnumerateArray().Select(person => $"{Text(person, "name")} ({Text(person, "role")})")) : "";

    private static string Pairs(JsonElement body, string name) => body.TryGetProperty(name, out var pairs) && pairs.ValueKind == JsonValueKind.Object
        ? string.Join("; ", pairs.EnumerateObject().Select(pair => $"{pair.Name}={(pair.Value.ValueKind == JsonValueKind.String ? pair.Value.GetString() : "")}")) : "";
}
