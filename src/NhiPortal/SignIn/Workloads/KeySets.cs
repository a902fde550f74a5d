using System.Collections.Concurrent;
using Microsoft.IdentityModel.Tokens;
using NhiPortal.Domain.Trust;

namespace NhiPortal.SignIn.Workloads;

/// <summary>
/// The public keys of trusted issuers: kept in the portal, or fetched, remembered for an hour, and fetched again when a
/// token names a key not seen yet, but not more often than a caller could abuse.
/// </summary>
internal sealed partial class KeySets(IHttpClientFactory clients, TimeProvider time, IHostEnvironment environment, ILogger<KeySets> log)
{
    public const string ClientName = "issuer-keys";
    public const int LargestAnswer = 256 * 1024;
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan BetweenFetches = TimeSpan.FromSeconds(30);

    // An issuer's outage must not lock every workload out at once, nor may withdrawn keys count for ever.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, Fetched> fetched = new(StringComparer.Ordinal);

    /// <summary>The keys a token may be signed with; empty when the issuer publishes none of that name; null when it cannot be known.</summary>
    public async ValueTask<IReadOnlyList<SecurityKey>?> FindAsync(TrustedIssuer issuer, string? kid, CancellationToken cancellation)
    {
        if (issuer.KeySet is { } kept && issuer.KeySetAddress is null)
            return Pick(Parse(kept), kid);
        if (issuer.KeySetAddress is not { } address || !Allowed(address))
            return null;

        var entry = fetched.GetOrAdd(address, _ => new Fetched());
        var now = time.GetUtcNow();
        if (entry.Keys is { } keys && now - entry.At < Fresh && Pick(keys, kid) is { Count: > 0 } found)
            return found;
        await RefreshAsync(entry, address, now, cancellation);
        return entry.Keys is { } latest && now - entry.At < Longest ? Pick(latest, kid) : null;
    }

    private async Task RefreshAsync(Fetched entry, string address, DateTimeOffset now, CancellationToken cancellation)
    {
        await entry.Gate.WaitAsync(cancellation);
        try
        {
            if (entry.TriedAt is { } tried && now - tried < BetweenFetches)
                return;
            entry.TriedAt = now;
            using var client = clients.CreateClient(ClientName);
            var keys = Parse(await client.GetStringAsync(new Uri(address), cancellation));
            (entry.Keys, entry.At) = (keys, now);
        }
        catch (Exception error) when (error is HttpRequestException or ArgumentException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            FetchFailed(error);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private bool Allowed(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback && environment.IsDevelopment()));

    private static IReadOnlyList<JsonWebKey> Parse(string json) =>
        // A symmetric key in a published set would let everybody sign.
        [.. new JsonWebKeySet(json).Keys.Where(key => key.Kty is "EC" or "RSA" && key.Use is null or "" or "sig")];

    private static List<SecurityKey> Pick(IReadOnlyList<JsonWebKey> keys, string? kid) => kid is null
        ? (keys.Count == 1 ? [keys[0]] : [])
        : [.. keys.Where(key => key.Kid == kid)];

    private sealed class Fetched
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);
        public DateTimeOffset? TriedAt { get; set; }
        public DateTimeOffset At { get; set; }
        public volatile IReadOnlyList<JsonWebKey>? Keys;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An issuer's keys could not be fetched")]
    private partial void FetchFailed(Exception error);
}
