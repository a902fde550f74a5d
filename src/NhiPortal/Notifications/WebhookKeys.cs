using System.Globalization;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;

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
        var signed = new List<string>();
        foreach (var number in numbers)
            signed.Add(WebhookSignature.Of(Of(channel, number), id, at, body));
        return string.Join(' ', signed);
    }

    private byte[] Of(WebhookEndpointId channel, int number) => keys.Derive(string.Create(CultureInfo.InvariantCulture, $"webhook v1 {channel.Value:n} {number}"));
}
