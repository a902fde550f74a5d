using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;

namespace NhiPortal.Domain.Tests.Evidence;

/// <summary>Each written form has one accepted spelling.</summary>
public class EvidenceFormsTests
{
    private const string Body = """{"actor":{"id":"x","kind":"Person","name":"Sam"},"kind":"access.allowed","sentence":"\"leaf_hash\":\"no"}""";

    [Fact]
    public void Envelope_AnyByteChanged_IsReadNoMoreOrNotSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var bytes = Dsse.Seal("""{"a":1}"""u8.ToArray(), key).ToBytes();
        Assert.True(Dsse.TryRead(bytes, out var read) && read.IsSignedBy(key));
        for (var i = 0; i < bytes.Length; i++)
            foreach (var bit in (byte[])[1, 2, 32])
            {
                var changed = bytes.ToArray();
                changed[i] ^= bit;
                Assert.False(Dsse.TryRead(changed, out var other) && other.IsSignedBy(key), $"byte {i}");
            }
    }

    [Theory]
    [InlineData("""{"payload":1}""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"payload":"","signatures":[]}""")]
    public void Envelope_Hostile_IsNone(string text) => Assert.False(Dsse.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Line_WrittenAndRead_KeepsTheBodyByteForByte()
    {
        var hash = MerkleTree.LeafHash(Encoding.UTF8.GetBytes(Body));
        Assert.True(EvidenceLine.TryRead(Encoding.UTF8.GetBytes(EvidenceLine.Write(Body, hash, 42).TrimEnd('\n')), out var read));
        Assert.Equal((Body, hash, 42), (Encoding.UTF8.GetString(read.Body), read.Hash, read.Leaf));
    }

    [Theory]
    [InlineData("\"leaf_index\":042}")]
    [InlineData("\"leaf_index\":-1}")]
    [InlineData("\"leaf_index\":1 }")]
    [InlineData("\"leaf_index\":99999999999999999999}")]
    [InlineData("\"leaf_index\":1}}")]
    public void Line_InAnotherSpelling_IsNone(string tail)
    {
        var line = EvidenceLine.Write(Body, MerkleTree.LeafHash([]), 1).TrimEnd('\n').Replace("\"leaf_index\":1}", tail, StringComparison.Ordinal);
        Assert.False(EvidenceLine.TryRead(Encoding.UTF8.GetBytes(line), out _));
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@x", "\"'@x\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("a\"b,c", "\"a\"\"b,c\"")]
    public void Row_TextASpreadsheetWouldRun_IsShownInstead(string sentence, string field)
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(new { kind = "x.y", sentence }));
        Assert.Contains($",\"\",{field},", EvidenceTable.Row(json.RootElement, 1), StringComparison.Ordinal);
        Assert.Equal(EvidenceTable.Head.Split(',').Length, EvidenceTable.Row(json.RootElement, 1).Replace("b,c", "bc", StringComparison.Ordinal).Split(',').Length);
    }
}
