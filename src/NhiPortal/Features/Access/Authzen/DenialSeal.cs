using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Access.Authzen;

/// <summary>What a request says it answers, when it is compared with what it asks for.</summary>
internal enum DenialCheck
{
    Genuine,
    Mismatch,
    Expired,
}

/// <summary>
/// Makes an evaluation's id carry its own proof: event, expiry, and an HMAC over workload and binding. Any instance
/// that holds the portal's key can check it without having seen the denial, whoever had evaluated.
/// </summary>
internal sealed class DenialSeal(SigningKeys keys)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private const int TagBytes = 16;
    private const int Bytes = 16 + 8 + TagBytes;
    private readonly byte[] secret = keys.Derive("evaluation id v1");

    /// <summary>The id of an evaluation nothing can be asked about afterwards.</summary>
    public static string Plain(Guid eventId) => Base64Url.EncodeToString(eventId.ToByteArray(bigEndian: true));

    public static DateTimeOffset ExpiryOf(DateTimeOffset evaluatedAt) =>
        DateTimeOffset.FromUnixTimeSeconds((evaluatedAt + Lifetime).ToUnixTimeSeconds());

    public string Seal(Guid eventId, DateTimeOffset expiresAt, WorkloadId? workload, string binding)
    {
        Span<byte> id = stackalloc byte[Bytes];
        eventId.TryWriteBytes(id, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(id[16..], expiresAt.ToUnixTimeSeconds());
        Tag(id[..24], workload, binding, id[24..]);
        return Base64Url.EncodeToString(id);
    }

    public DenialCheck Check(string evaluationId, DateTimeOffset expiresAt, WorkloadId? workload, string binding, DateTimeOffset now)
    {
        Span<byte> id = stackalloc byte[Bytes];
        // The "Try" form still throws for characters that no encoder writes; a made-up id must only be a mismatch.
        if (evaluationId.Length != Base64Url.GetEncodedLength(Bytes)
            || Base64Url.DecodeFromChars(evaluationId, id, out _, out var written) != OperationStatus.Done || written != Bytes)
            return DenialCheck.Mismatch;
        Span<byte> tag = stackalloc byte[TagBytes];
        Tag(id[..24], workload, binding, tag);
        var until = BinaryPrimitives.ReadInt64BigEndian(id[16..]);
        if (!CryptographicOperations.FixedTimeEquals(tag, id[24..]) || until != expiresAt.ToUnixTimeSeconds())
            return DenialCheck.Mismatch;
        return now.ToUnixTimeSeconds() >= until ? DenialCheck.Expired : DenialCheck.Genuine;
    }

    private void Tag(ReadOnlySpan<byte> head, WorkloadId? workload, string binding, Span<byte> tag)
    {
        Span<byte> told = stackalloc byte[24 + 16 + 64];
        head.CopyTo(told);
        (workload?.Value ?? Guid.Empty).TryWriteBytes(told[24..], bigEndian: true, out _);
        Encoding.ASCII.GetBytes(binding, told[40..]);
        Span<byte> full = stackalloc byte[32];
        HMACSHA256.HashData(secret, told, full);
        full[..TagBytes].CopyTo(tag);
    }
}
