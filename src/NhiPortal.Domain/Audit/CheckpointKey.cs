using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NhiPortal.Domain.Audit;

/// <summary>The public side of a P-256 signing key, as a JSON Web Key named by its RFC 7638 thumbprint.</summary>
public static class CheckpointKey
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private const int CoordinateBytes = 32;

    public static string Thumbprint(ECDsa key)
    {
        var (x, y) = Point(key);
        return Thumbprint(x, y);
    }

    public static string PublicJwk(ECDsa key)
    {
        var (x, y) = Point(key);
        return $$"""{"alg":"ES256","crv":"P-256","kid":"{{Thumbprint(x, y)}}","kty":"EC","use":"sig","x":"{{x}}","y":"{{y}}"}""";
    }

    /// <summary>The key of a JSON Web Key made by <see cref="PublicJwk"/>, or null when it is anything else.</summary>
    public static ECDsa? FromPublicJwk(string jwk)
    {
        try
        {
            using var document = JsonDocument.Parse(jwk);
            if (document.RootElement.ValueKind is not JsonValueKind.Object) return null;
            if (Coordinate(document, "x") is not { } x || Coordinate(document, "y") is not { } y) return null;
            var key = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = x, Y = y },
            });
            if (PublicJwk(key) == jwk) return key;
            key.Dispose();
            return null;
        }
        catch (Exception fault) when (IsUnfit(fault))
        {
            return null;
        }
    }

    private static bool IsUnfit(Exception fault) =>
        fault is JsonException or FormatException or InvalidOperationException or CryptographicException;

    private static byte[]? Coordinate(JsonDocument jwk, string name) =>
        jwk.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? Base64Url.DecodeFromChars(value.GetString())
            : null;

    private static (string X, string Y) Point(ECDsa key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        if (key.KeySize != 8 * CoordinateBytes || parameters.Curve.Oid?.Value != P256)
            throw new ArgumentException("Checkpoints are signed with P-256 keys only.", nameof(key));
        return (Base64Url.EncodeToString(parameters.Q.X), Base64Url.EncodeToString(parameters.Q.Y));
    }

    private static string Thumbprint(string x, string y) => Base64Url.EncodeToString(SHA256.HashData(
        Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
}
