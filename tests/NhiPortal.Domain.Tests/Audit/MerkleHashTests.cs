using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

public class MerkleHashTests
{
    private const string Hex = "00112233445566778899aabbccddeefffedcba98765432100123456789abcdef";

    [Fact]
    public void Parse_Hex_RoundTrips()
    {
        var hash = MerkleHash.Parse(Hex);
        Assert.Equal(Hex, hash.ToString());
        Assert.Equal(Convert.FromHexString(Hex), hash.ToArray());
        Assert.Equal(hash, new MerkleHash(hash.ToArray()));
        Assert.Equal(hash.GetHashCode(), MerkleHash.Parse(Hex.ToUpperInvariant()).GetHashCode());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(Hex + "00")]
    [InlineData("zz112233445566778899aabbccddeefffedcba98765432100123456789abcdef")]
    public void TryParse_NotAHash_IsFalse(string? text) => Assert.False(MerkleHash.TryParse(text, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void New_WrongLength_IsRefused(int length) => Assert.Throws<ArgumentException>(() => new MerkleHash(new byte[length]));

    [Fact]
    public void Equals_AnyBitFlipped_IsFalse()
    {
        var hash = MerkleHash.Parse(Hex);
        for (var bit = 0; bit < 256; bit++) Assert.True(hash != hash.Flip(bit));
    }
}
