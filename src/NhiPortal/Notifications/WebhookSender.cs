using System.Net.Http.Headers;
using System.Text;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Notifications;

/// <summary>
/// Sends one message to one channel and reads no more of the answer than is shown. Redirects are not followed, no cookie
/// is kept, no proxy asked, and whatever the receiver does, it is over after ten seconds.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int LongestAnswer = 4096;

    private readonly NotificationSettings settings;
    private readonly OutsideRule outside;
    private readonly TimeProvider time;
    private readonly HttpClient client;

    public WebhookSender(NotificationSettings settings, OutsideRule outside, TimeProvider time)
    {
        (this.settings, this.outside, this.time) = (settings, outside, time);
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would look the name up itself, past the rule.
            UseProxy = false,
            ConnectCallback = outside.ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("NhiPortal");
    }

    public async Task<DeliveryOutcome> SendAsync(WebhookEndpoint to, ChannelMessage message, CancellationToken cancellation)
    {
        var address = to.Address is { } own ? new Uri(own) : settings.AddressOf(to.Setting);
        if (address is null)
            return new(null, null, "not_set");
        // The settings may have changed since it was entered.
        if (outside.WhyNot(address) is not null)
            return new(null, null, "address");
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(message.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(message.ContentType);
        foreach (var (name, value) in message.Headers)
            request.Headers.Add(name, value);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new((int)answer.StatusCode, await BeginningAsync(answer.Content, limit.Token), null, RetryAfter(answer));
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested && FaultOf(error) is { } fault)
        {
            return new(null, null, fault);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter?.Delta ?? answer.Headers.RetryAfter?.Date - time.GetUtcNow();

    public void Dispose() => client.Dispose();

    /// <summary>The status has said what counts; of a text that does not come, or not as it should, what came is enough.</summary>
    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken limit)
    {
        var (read, length) = (new byte[LongestAnswer], 0);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(limit);
            while (length < read.Length && await stream.ReadAsync(read.AsMemory(length), limit) is > 0 and var more)
                length += more;
        }
        catch (Exception error) when (FaultOf(error) is not null)
        {
        }

        return Encoding.UTF8.GetString(read, 0, length);
    }

    private static string? FaultOf(Exception error) => error switch
    {
        HttpRequestException { InnerException: InsideAddressException } => "address",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "name",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "connect",
        OperationCanceledException => "timeout",
        HttpRequestException or IOException => "broken",
        _ => null,
    };
}
