using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

public class CanonicalJsonTests
{
    [Fact]
    public void ToBytes_RfcSample_MatchesRfc()
    {
        const string sample = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;
        const string expected =
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
        Assert.Equal(expected, Canonical(sample));
    }

    [Fact]
    public void ToBytes_RfcSortingSample_OrdersByUtf16CodeUnits()
    {
        const string sample = """
            {
              "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """;
        using var sorted = JsonDocument.Parse(CanonicalJson.ToBytes(Encoding.UTF8.GetBytes(sample)));
        Assert.Equal(
            ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
             "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"],
            sorted.RootElement.EnumerateObject().Select(member => member.Value.GetString()));
    }

    [Theory]
    [InlineData("""{}""", """{}""")]
    [InlineData(""" [ ] """, """[]""")]
    [InlineData("""{"b":{"d":1,"c":[2,{"z":1,"y":2}]},"a":null,"":0}""", """{"":0,"a":null,"b":{"c":[2,{"y":2,"z":1}],"d":1}}""")]
    [InlineData("""{"aa":1,"a":2,"b":3,"ab":4}""", """{"a":2,"aa":1,"ab":4,"b":3}""")]
    [InlineData("""{"\"":1,"#":2,"!":3}""", """{"!":3,"\"":1,"#":2}""")]
    [InlineData(""" "\u0000\u001f\b\f\t\n\r\u007f\u2028\ud83d\ude00" """, "\"\\u0000\\u001f\\b\\f\\t\\n\\r\u007f\u2028😀\"")]
    [InlineData("true", "true")]
    public void ToBytes_Value_IsWrittenInItsOneForm(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":1}x")]
    [InlineData("// c\n1")]
    [InlineData("01")]
    [InlineData("NaN")]
    [InlineData("\"\t\"")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"a\":1,\"b\":2,\"\\u0061\":3}")]
    [InlineData("{\"b\":1,\"c\":{\"x\":0},\"a\":2,\"b\":3}")]
    [InlineData("[\"\\ud83d\"]")]
    [InlineData("\"\\ude00\\ud83d\"")]
    [InlineData("{\"\\udead\":1}")]
    public void TryToBytes_NoCanonicalForm_IsRefusedWithASentence(string json)
    {
        Assert.False(CanonicalJson.TryToBytes(Encoding.UTF8.GetBytes(json), out var canonical, out var refusal));
        Assert.Null(canonical);
        Assert.EndsWith(".", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x22, 0xED, 0xA0, 0x80, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xC0, 0x80, 0x22 })]
    [InlineData(new byte[] { 0x22, 0x5C, 0x6E, 0xFF, 0x22 })]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x31 })]
    public void TryToBytes_NotUtf8_IsRefused(byte[] json) => Assert.False(CanonicalJson.TryToBytes(json, out _, out _));

    [Fact]
    public void TryToBytes_DepthBound_IsSixtyFour()
    {
        static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
        Assert.True(CanonicalJson.TryToBytes(Nested(CanonicalJson.MaxDepth), out _, out _));
        Assert.False(CanonicalJson.TryToBytes(Nested(CanonicalJson.MaxDepth + 1), out _, out _));
    }

    [Fact]
    public void ToBytes_ElementOfALenientDocument_IsTheSameAsStrictText()
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        using var document = JsonDocument.Parse("""{"x":{"b":1, /* why */ "a":[1.0,2,],}}""", options);
        var element = document.RootElement.GetProperty("x");
        Assert.Equal("""{"a":[1,2],"b":1}""", Encoding.UTF8.GetString(CanonicalJson.ToBytes(element)));
        Assert.Throws<FormatException>(() => CanonicalJson.ToBytes(default(JsonElement)));
    }

    [Fact]
    public void ToBytes_ManyUnsortedMembers_AreSorted()
    {
        var names = Enumerable.Range(0, 5000).Select(i => $"n{i:d5}").ToArray();
        var json = "{" + string.Join(',', names.Reverse().Select(name => $$"""  "{{name}}": {"b":1,"a":2} """)) + "}";
        Assert.Equal("{" + string.Join(',', names.Select(name => $$"""  "{{name}}":{"a":2,"b":1}""".Trim())) + "}", Canonical(json));
    }

    [Fact]
    public void ToBytes_AnyValue_IsIdempotentAndKeepsTheValue() => Prop.ForAll<int>(seed =>
    {
        var node = RandomJson.Value(new Random(seed));
        var once = CanonicalJson.ToBytes(Encoding.UTF8.GetBytes(node.ToJsonString()));
        Assert.True(JsonNode.DeepEquals(node, JsonNode.Parse(once)));
        Assert.Equal(once, CanonicalJson.ToBytes(once));
        var written = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(once, written);
        Assert.Equal(once, written.WrittenSpan);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void ToBytes_AnyValue_IgnoresOrderSpacingAndEscapes() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var node = RandomJson.Value(random);
        var plain = CanonicalJson.ToBytes(Encoding.UTF8.GetBytes(node.ToJsonString()));
        var shuffled = RandomJson.Shuffle(node, random).ToJsonString(RandomJson.Indented);
        Assert.Equal(plain, CanonicalJson.ToBytes(Encoding.UTF8.GetBytes(shuffled)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void ToBytes_AnyNames_AreInOrdinalOrder() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var names = Enumerable.Range(0, 30).Select(_ => RandomJson.Text(random)).Distinct().ToArray();
        var json = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)0))).ToJsonString();
        using var sorted = JsonDocument.Parse(CanonicalJson.ToBytes(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(names.Order(StringComparer.Ordinal), sorted.RootElement.EnumerateObject().Select(member => member.Name));
    }).QuickCheckThrowOnFailure();

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.ToBytes(Encoding.UTF8.GetBytes(json)));
}
