using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace NhiPortal.Features.Audit.Anchoring;

/// <summary>
/// A time-stamping authority's answer (RFC 3161, TimeStampResp): over which bytes, when, and whether it is signed by a
/// certificate that somebody trusts. Without such a certificate it is a claim like any other.
/// </summary>
public static class TimestampAnswer
{
    public const int Longest = 64 * 1024;

    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>When and by whom the bytes were stamped; false unless a trusted certificate signed exactly that.</summary>
    public static bool TryVerify(ReadOnlyMemory<byte> answer, ReadOnlySpan<byte> data, X509Certificate2Collection trusted, out (DateTimeOffset At, string By) stamped)
    {
        stamped = default;
        try
        {
            if (!TryRead(answer, out var token) || !token.VerifySignatureForData(data, out var signer, trusted) || !IsTrusted(signer, trusted, token.TokenInfo.Timestamp))
                return false;
            stamped = (token.TokenInfo.Timestamp, signer.Subject);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>When the bytes are said to have been stamped, whoever says so; null when it is about other bytes or no answer.</summary>
    public static DateTimeOffset? Claim(ReadOnlyMemory<byte> answer, ReadOnlySpan<byte> data) =>
        TryRead(answer, out var token) && token.TokenInfo.HashAlgorithmId.Value == "2.16.840.1.101.3.4.2.1" && token.TokenInfo.GetMessageHash().Span.SequenceEqual(SHA256.HashData(data))
            ? token.TokenInfo.Timestamp : null;

    private static bool TryRead(ReadOnlyMemory<byte> answer, [NotNullWhen(true)] out Rfc3161TimestampToken? token)
    {
        token = null;
        if (answer.Length is 0 or > Longest)
            return false;
        try
        {
            var response = new AsnReader(answer, AsnEncodingRules.BER).ReadSequence();
            // Granted, or granted with changes; anything else carries no token.
            return response.ReadSequence().TryReadInt32(out var status) && status is 0 or 1 && response.HasData
                && Rfc3161TimestampToken.TryDecode(response.ReadEncodedValue(), out token, out _);
        }
        catch (Exception fault) when (fault is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    private static bool IsTrusted(X509Certificate2 signer, X509Certificate2Collection trusted, DateTimeOffset at)
    {
        if (trusted.Any(known => known.RawDataMemory.Span.SequenceEqual(signer.RawDataMemory.Span)))
            return true;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.ExtraStore.AddRange(trusted);
        // A package is checked without a network, and years later: what counts is the moment of stamping.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(TimeStamping));
        return chain.Build(signer);
    }
}
