using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace NhiPortal.Connectors.People;

/// <summary>One reading's calls to Microsoft Graph: signs in once, waits when told to, and gives up with a sentence.</summary>
internal sealed class GraphCalls(GraphPeopleSettings settings, HttpClient http, TimeProvider time)
{
    private const int Tries = 6;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private string? token;

    public async Task<JsonDocument> GetAsync(Uri address, CancellationToken cancellation)
    {
        for (var run = 1; ; run++)
        {
            token ??= await SignInAsync(cancellation);
            using var question = new HttpRequestMessage(HttpMethod.Get, address);
            question.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await SendAsync(question, "Microsoft Graph", cancellation);
            if (answer.IsSuccessStatusCode)
                return await JsonAsync(answer, "Microsoft Graph", cancellation);
            if (run == Tries)
                throw new ConnectorFault($"Microsoft Graph answered {(int)answer.StatusCode} {Tries} times in a row.", true);
            // A long reading can outlive its token.
            if (answer.StatusCode == HttpStatusCode.Unauthorized && run == 1)
                token = null;
            else if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
                await Task.Delay(Pause(answer, run), time, cancellation);
            else
                throw new ConnectorFault($"Microsoft Graph answered {(int)answer.StatusCode}: {await ReasonAsync(answer, cancellation)}", false);
        }
    }

    private TimeSpan Pause(HttpResponseMessage answer, int run)
    {
        var asked = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => TimeSpan.FromSeconds(Math.Pow(2, run)),
        };
        return asked > LongestWait ? throw new ConnectorFault($"Microsoft Graph asks to wait {asked.TotalMinutes:0} minutes. The next sync tries again.", true) : asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }

    private async Task<string> SignInAsync(CancellationToken cancellation)
    {
        var address = new Uri(new Uri(settings.SignInAddress), $"{settings.TenantId}/oauth2/v2.0/token");
        using var question = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string?>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = settings.ClientId,
                ["client_secret"] = settings.ClientSecret,
                ["scope"] = new Uri(new Uri(settings.Address), ".default").ToString(),
            }),
        };
        using var answer = await SendAsync(question, "The sign-in address", cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new ConnectorFault($"Signing in for Microsoft Graph was refused ({(int)answer.StatusCode}): {await ReasonAsync(answer, cancellation)}", false);
        using var body = await JsonAsync(answer, "The sign-in address", cancellation);
        return body.RootElement.TryGetProperty("access_token", out var given) && given.GetString() is { Length: > 0 } found
            ? found
            : throw new ConnectorFault("The sign-in address answered without a token.", false);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage question, string whom, CancellationToken cancellation)
    {
        try
        {
            return await http.SendAsync(question, cancellation);
        }
        catch (HttpRequestException error)
        {
            throw new ConnectorFault($"{whom} cannot be reached: {error.Message}", true, error);
        }
        catch (TaskCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new ConnectorFault($"{whom} did not answer in time.", true, error);
        }
    }

    private static async Task<JsonDocument> JsonAsync(HttpResponseMessage answer, string whom, CancellationToken cancellation)
    {
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            return await JsonDocument.ParseAsync(body, default, cancellation);
        }
        catch (Exception error) when (error is JsonException or IOException or HttpRequestException)
        {
            throw new ConnectorFault($"{whom} broke off in the middle of its answer.", true, error);
        }
    }

    /// <summary>The error code only: messages can hold ids that are nobody's business.</summary>
    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            using var json = await JsonDocument.ParseAsync(body, default, cancellation);
            var error = json.RootElement.GetProperty("error");
            return (error.ValueKind == JsonValueKind.String ? error : error.GetProperty("code")).GetString() ?? "no reason given";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or IOException)
        {
            return "no reason given";
        }
    }
}
