using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NhiPortal.Domain.Audit;

/// <summary>
/// The compact JWS of a checkpoint. There is one accepted spelling of each part, compared as text, so nothing in the
/// header is ever obeyed: not another algorithm, key or extension.
/// </summary>
internal static class CheckpointJws
{
    private const int SignatureBytes = 64;
    private const int LongestJws = 4096;

    public static string Sign(Checkpoint checkpoint, ECDsa key)
    {
        var payload = Base64Url.EncodeToString(Payload(checkpoint));
        var signed = $"{Header(key)}.{payload}";
        // Nothing is signed that could not be read back: a size or time beyond JSON's integers, an endless name.
        if (signed.Length > LongestJws - 2 * SignatureBytes || Read(payload) != checkpoint)
            throw new ArgumentException("This checkpoint has no exact written form.", nameof(checkpoint));
        var signature = key.SignData(
            Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public static Checkpoint? Verify(string jws, ECDsa key)
    {
        var header = Header(key);
        if (Split(jws) is not [var given, var payload, var signature] || given != header) return null;
        if (Decode(signature) is not { Length: SignatureBytes } signatureBytes) return null;
        var signed = Encoding.ASCII.GetBytes($"{header}.{payload}");
        return key.VerifyData(
            signed, signatureBytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
            ? Read(payload)
            : null;
    }

    public static Checkpoint? Claim(string jws) => Split(jws) is [_, var payload, _] ? Read(payload) : null;

    private static string[] Split(string jws) => jws is { Length: <= LongestJws } ? jws.Split('.') : [];

    private static string Header(ECDsa key) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        $$"""{"alg":"ES256","kid":"{{CheckpointKey.Thumbprint(key)}}","typ":"nhiportal-checkpoint+jws"}"""));

    private static byte[] Payload(Checkpoint checkpoint) => CanonicalJson.ToBytes(JsonSerializer.SerializeToElement(new
    {
        origin = checkpoint.Origin,
        size = checkpoint.TreeSize,
        root = checkpoint.Root.ToString(),
        time = checkpoint.UnixTime,
    }));

    private static Checkpoint? Read(string payload)
    {
        if (Decode(payload) is not { } bytes) return null;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var checkpoint = Read(document.RootElement);
            return checkpoint is not null && Payload(checkpoint).AsSpan().SequenceEqual(bytes) ? checkpoint : null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Checkpoint? Read(JsonElement payload) =>
        payload.ValueKind is JsonValueKind.Object
        && payload.TryGetProperty("origin", out var origin) && origin.ValueKind is JsonValueKind.String
        && payload.TryGetProperty("root", out var hex) && hex.ValueKind is JsonValueKind.String
        && payload.TryGetProperty("size", out var size) && size.ValueKind is JsonValueKind.Number
        && payload.TryGetProperty("time", out var time) && time.ValueKind is JsonValueKind.Number
        && MerkleHash.TryParse(hex.GetString(), out var root)
        && size.TryGetInt64(out var treeSize) && treeSize >= 0
        && time.TryGetInt64(out var unixTime)
            ? new Checkpoint(origin.GetString()!, treeSize, root, unixTime)
            : null;

    // The decoder forgives padding, white space and stray bits; a second spelling of the same bytes is refused here.
    private static byte[]? Decode(string text)
    {
        if (!Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text);
        return Base64Url.EncodeToString(bytes) == text ? bytes : null;
    }
}
