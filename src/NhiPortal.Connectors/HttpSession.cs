using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using NhiPortal.Domain.Discovery;

namespace NhiPortal.Connectors;

/// <summary>Calls to one target's own interface: encrypted, bounded in time and size, never led elsewhere, and each failure a sentence.</summary>
internal sealed class HttpSession : IDisposable
{
    private const int LongestAnswer = 16 * 1024 * 1024;

    private readonly HttpClient client;

    public HttpSession(ConnectorSettings settings)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = settings.Timeout };
        if (settings.AuthorityFile is { } authorities)
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustOnly(authorities) };
        client = new(handler) { Timeout = settings.Timeout, MaxResponseContentBufferSize = LongestAnswer };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("NhiPortal");
    }

    /// <summary>Over TLS, or on this machine.</summary>
    public static bool IsAddress(string? text, out Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address!) && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    public static IEnumerable<ConnectorSettingFault> Check(ConnectorSettings settings, string what)
    {
        if (!IsAddress(settings.Address, out _))
            yield return new(nameof(settings.Address), settings.Address is null ? "is missing." : $"is \"{settings.Address}\".", $"{what}, beginning with https://; http:// only on this machine.");
        if (settings.PageSize is < 1 or > 1000)
            yield return new(nameof(settings.PageSize), $"is {settings.PageSize}.", "1 to 1000 accounts.");
        if (settings.SecretFile is null == settings.Secret is null)
            yield return new(
                nameof(settings.SecretFile), settings.Secret is null ? "is missing." : "is set, and Secret too.", "a file with the portal's secret there, readable by the program alone; or Secret, best as an environment variable.");
    }

    /// <summary>The answer's status and its JSON; null when it has no body. Only statuses in <paramref name="also"/> may be no success.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpRequestMessage question, CancellationToken cancellation, params HttpStatusCode[] also)
    {
        try
        {
            using var answer = await client.SendAsync(question, cancellation);
            if (!answer.IsSuccessStatusCode && !also.Contains(answer.StatusCode))
                throw FaultOf(answer);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
            return (answer.StatusCode, body.Length == 0 ? null : JsonNode.Parse(body, documentOptions: new() { AllowDuplicateProperties = false }));
        }
        catch (JsonException error)
        {
            throw new ConnectorFault("The target's answer is not JSON, or ended half-way.", true, error);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new ConnectorFault("The target's certificate is not trusted, or it offers no TLS.", false, error);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new ConnectorFault("The target's answer is longer than is read.", false, error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new ConnectorFault("The target cannot be reached or ended the connection.", true, error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new ConnectorFault("The target did not answer in time.", true, error);
        }
    }

    public void Dispose() => client.Dispose();

    private static ConnectorFault FaultOf(HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.Unauthorized => new("The target refuses the portal's secret.", false),
        HttpStatusCode.Forbidden => new("The portal may not do this at the target.", false),
        HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new($"The target answered {(int)answer.StatusCode}.", true) { After = AfterOf(answer) },
        var status => new($"The target answered {(int)status}.", false),
    };

    private static TimeSpan? AfterOf(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        // By the target's own clock, which the moment it names is of.
        { Date: { } date } when answer.Headers.Date is { } now && date > now => date - now,
        _ => null,
    };

    private static X509ChainPolicy TrustOnly(string authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(authorities);
            return policy;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ConnectorFault("The authority file cannot be read.", false, error);
        }
    }
}

/// <summary>Values of an answer as others write them: absent and of another type are the same.</summary>
internal static class JsonValues
{
    public static string? Text(this JsonNode? of, string name) => of is JsonObject thing && thing[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    /// <summary>The target's own id of something; one that no database could keep is an answer nobody can go on with.</summary>
    public static string? Id(this JsonNode? of) => of.Text("id") is { Length: > FoundAccount.LongestId } ? throw new ConnectorFault("The target answered with an id longer than ids are.", false) : of.Text("id");

    public static bool? Flag(this JsonNode? of, string name) => of is JsonObject thing && thing[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static IEnumerable<JsonNode> List(this JsonNode? of, string name) => of is JsonObject thing && thing[name] is JsonArray list ? list.OfType<JsonNode>() : [];

    /// <summary>A list that must be there, or an empty answer would read as an empty target.</summary>
    public static IEnumerable<JsonNode> RequiredList(this JsonNode? of, string name) =>
        of is JsonObject thing && thing[name] is JsonArray list ? list.OfType<JsonNode>() : throw new ConnectorFault($"The target answered without \"{name}\".", false);

    public static DateTimeOffset? Time(this JsonNode? of, string name) =>
        DateTimeOffset.TryParse(of.Text(name), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
