using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Notifications;

/// <summary>
/// The keys that sign messages, as Standard Webhooks has it. Each is derived from the portal's key file, the channel and
/// its number, so every instance knows it and no database holds it.
/// </summary>
public sealed class WebhookKeys(SigningKeys keys)
{
    /// <summary>As its receiver enters it; shown once.</summary>
    public string Words(WebhookEndpointId channel, int number) => $"whsec_{Convert.ToBase64String(Of(channel, number))}";

    /// <summary>The signature header: one signature for each key that counts now.</summary>
    public string Sign(WebhookEndpointId channel, IEnumerable<int> numbers, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{Timestamp(at)}."), .. body];
        return string.Join(' ', numbers.Select(number => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Of(channel, number), signed))}"));
    }

    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private byte[] Of(WebhookEndpointId channel, int number) => keys.Derive(string.Create(CultureInfo.InvariantCulture, $"webhook v1 {channel.Value:n} {number}"));
}
