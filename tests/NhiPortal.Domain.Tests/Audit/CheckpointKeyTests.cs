using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

public class CheckpointKeyTests
{
    /// <summary>The P-256 key of RFC 7515 Appendix A.3.</summary>
    private const string X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    private const string Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    [Fact]
    public void Thumbprint_KnownKey_IsTheKnownOne()
    {
        using var key = KnownKey();
        Assert.Equal("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", CheckpointKey.Thumbprint(key));
    }

    [Fact]
    public void PublicJwk_Key_NamesTheKeyAndHoldsNoPrivatePart()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var jwk = JsonDocument.Parse(CheckpointKey.PublicJwk(key));
        Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], jwk.RootElement.EnumerateObject().Select(m => m.Name));
        Assert.Equal(CheckpointKey.Thumbprint(key), jwk.RootElement.GetProperty("kid").GetString());
        Assert.Equal(32, Base64Url.DecodeFromChars(jwk.RootElement.GetProperty("x").GetString()).Length);
    }

    [Fact]
    public void FromPublicJwk_AnythingElse_IsNull()
    {
        using var key = KnownKey();
        var jwk = CheckpointKey.PublicJwk(key);
        using (var same = CheckpointKey.FromPublicJwk(jwk)) Assert.Equal(jwk, CheckpointKey.PublicJwk(same!));
        string[] others = ["", "[]", "{}", "{\"x\":1}", "{\"x\":\"\\ud800\",\"y\":\"\"}", jwk.Replace(X, Y, StringComparison.Ordinal),
            jwk.Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal), jwk.Replace("oKI", "oKJ", StringComparison.Ordinal), jwk + " "];
        foreach (var other in others) Assert.Null(CheckpointKey.FromPublicJwk(other));
    }

    [Fact]
    public void Thumbprint_AnotherCurve_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => CheckpointKey.Thumbprint(key));
    }

    private static ECDsa KnownKey() => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.DecodeFromChars(X), Y = Base64Url.DecodeFromChars(Y) },
    });
}
