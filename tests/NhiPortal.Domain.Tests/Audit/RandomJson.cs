using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NhiPortal.Domain.Tests.Audit;

/// <summary>JSON values of every kind, with names and texts from all planes of Unicode.</summary>
internal static class RandomJson
{
    public static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Pieces =
        ["a", "b", "Z", "0", "\"", "\\", "/", "\n", "\u0001", "\u007f", "é", "€", "\ud7ff", "\ue000", "\uffee", "😀", "\U0010ffff", "𐀀"];

    public static JsonNode Value(Random random, int depth = 0) => random.Next(depth > 4 ? 4 : 6) switch
    {
        0 => JsonValue.Create(random.Next(2) == 0),
        1 => JsonValue.Create(Text(random)),
        2 => JsonValue.Create(random.Next(-1000, 1000)),
        3 => JsonValue.Create((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 30))),
        4 => new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => Value(random, depth + 1))]),
        _ => new JsonObject(Names(random).Select(name => KeyValuePair.Create(name, (JsonNode?)Value(random, depth + 1)))),
    };

    public static JsonNode Shuffle(JsonNode node, Random random)
    {
        if (node is JsonArray array) return new JsonArray([.. array.Select(item => Shuffle(item!, random))]);
        if (node is not JsonObject members) return node.DeepClone();
        var shuffled = members.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)Shuffle(m.Value!, random))).ToArray();
        random.Shuffle(shuffled);
        return new JsonObject(shuffled);
    }

    public static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static IEnumerable<string> Names(Random random) =>
        Enumerable.Range(0, random.Next(8)).Select(_ => Text(random)).Distinct();
}
