using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NhiPortal.Domain.Channels;

/// <summary>The signature of Standard Webhooks: HMAC-SHA-256 over id, time and body, so that none of them can be exchanged.</summary>
public static class WebhookSignature
{
    public static string Of(ReadOnlySpan<byte> key, string id, DateTimeOffset at, ReadOnlySpan<byte> body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, [.. Encoding.UTF8.GetBytes($"{id}.{Timestamp(at)}."), .. body]))}";

    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
