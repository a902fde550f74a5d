using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Evidence;

/// <summary>
/// A DSSE envelope with one ES256 signature (DER, as openssl reads it). There is one accepted spelling of it, so no byte of
/// it can change unseen.
/// </summary>
public sealed record Dsse(byte[] Payload, string KeyId, byte[] Signature)
{
    public const string PayloadType = "application/vnd.in-toto+json";
    private const int Longest = 1 << 20;

    /// <summary>What is signed: DSSE's pre-authentication encoding of type and payload.</summary>
    public static byte[] PreAuthentication(ReadOnlySpan<byte> payload) =>
        [.. Encoding.ASCII.GetBytes($"DSSEv1 {PayloadType.Length} {PayloadType} {payload.Length} "), .. payload];

    public static Dsse Seal(byte[] payload, ECDsa privateKey) => new(
        payload, CheckpointKey.Thumbprint(privateKey), privateKey.SignData(PreAuthentication(payload), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>False for anything but the exact bytes <see cref="ToBytes"/> writes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Dsse? envelope)
    {
        envelope = null;
        if (bytes.Length > Longest)
            return false;
        try
        {
            using var json = JsonDocument.Parse(bytes.ToArray());
            var signature = json.RootElement.GetProperty("signatures")[0];
            var read = new Dsse(
                json.RootElement.GetProperty("payload").GetBytesFromBase64(), signature.GetProperty("keyid").GetString() ?? "", signature.GetProperty("sig").GetBytesFromBase64());
            if (!Base64Url.IsValid(read.KeyId) || !read.ToBytes().AsSpan().SequenceEqual(bytes))
                return false;
            envelope = read;
            return true;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            return false;
        }
    }

    public byte[] ToBytes() => Encoding.ASCII.GetBytes(
        $$"""{"payload":"{{Convert.ToBase64String(Payload)}}","payloadType":"{{PayloadType}}","signatures":[{"keyid":"{{KeyId}}","sig":"{{Convert.ToBase64String(Signature)}}"}]}""" + "\n");

    public bool IsSignedBy(ECDsa publicKey) => KeyId == CheckpointKey.Thumbprint(publicKey)
        && publicKey.VerifyData(PreAuthentication(Payload), Signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
}
