using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

public class CanonicalNumberTests
{
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    // Not in the appendix: the two powers of two that .NET's own shortest text gets wrong.
    [InlineData(0x3e60000000000000, "2.9802322387695312e-8")]
    [InlineData(0x0410000000000000, "4.1045368012983762e-289")]
    public void ToBytes_RfcAppendixB_MatchesRfc(ulong bits, string expected) =>
        Assert.Equal(expected, Canonical(BitConverter.UInt64BitsToDouble(bits).ToString("E17", CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("-0", "0")]
    [InlineData("-0.0e5", "0")]
    [InlineData("1E400", null)]
    [InlineData("-1e99999999999", null)]
    [InlineData("1e-400", "0")]
    [InlineData("100", "100")]
    [InlineData("999999999999999", "999999999999999")]
    [InlineData("1000000000000000", "1000000000000000")]
    [InlineData("1e15", "1000000000000000")]
    [InlineData("-1.50e2", "-150")]
    [InlineData("1.0", "1")]
    [InlineData("123456789012345678901234567890", "1.2345678901234568e+29")]
    [InlineData("0.00001", "0.00001")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("1.25e-7", "1.25e-7")]
    public void ToBytes_Literal_IsWrittenAsEcmaScriptDoes(string literal, string? expected)
    {
        var accepted = CanonicalJson.TryToBytes(Encoding.UTF8.GetBytes(literal), out var canonical, out _);
        Assert.Equal(expected, accepted ? Encoding.UTF8.GetString(canonical!) : null);
    }

    [Fact]
    public void ToBytes_AnyDouble_ReadsBackAsItself() => Prop.ForAll<double>(value =>
    {
        if (!double.IsFinite(value)) return;
        var canonical = Canonical(value.ToString("E17", CultureInfo.InvariantCulture));
        Assert.Equal(value, double.Parse(canonical, CultureInfo.InvariantCulture));
        Assert.Equal(canonical, Canonical(canonical));
    }).QuickCheckThrowOnFailure();

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.ToBytes(Encoding.UTF8.GetBytes(json)));
}
