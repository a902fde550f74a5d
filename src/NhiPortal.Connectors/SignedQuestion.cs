using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Connectors;

/// <summary>One question to an adapter, signed as docs/connectors.md has it.</summary>
internal static class SignedQuestion
{
    private const string Prefix = "whsec_";
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The question's id is signed and stays the same when it is asked again, so the adapter can tell a repetition.</summary>
    public static async Task<JsonNode?> AskAsync(ConnectorSettings settings, string question, JsonObject about, string id, TimeProvider time, CancellationToken cancellation)
    {
        var secret = await settings.ReadSecretAsync(cancellation);
        var (body, at) = (JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["question"] = question, ["about"] = about }, Names), time.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", WebhookSignature.Timestamp(at));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(Key(secret), id, at, body));
        request.Headers.Add("Idempotency-Key", id);
        using var session = new HttpSession(settings);
        return (await session.SendAsync(request, cancellation)).Body;
    }

    private static byte[] Key(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes(secret);
        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) ? key[..length] : throw new ConnectorFault($"What follows {Prefix} in the secret is not base64.", false);
    }
}
