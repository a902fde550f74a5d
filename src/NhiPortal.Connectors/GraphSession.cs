using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace NhiPortal.Connectors;

/// <summary>One operation's calls to Microsoft Graph: signed in once, waiting when told to, and led to no other host by any page.</summary>
internal sealed class GraphSession(ConnectorSettings settings, TimeProvider time) : IDisposable
{
    private const int Tries = 5, MostPages = 10_000;
    private static readonly string[] Refusals = ["invalid_client", "unauthorized_client"];

    private readonly HttpSession http = new(settings);
    private readonly Uri home = new($"{settings.Address!.TrimEnd('/')}/v1.0/");
    private string? token;

    public async Task<JsonNode?> FindAsync(string path, CancellationToken cancellation)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path, null, cancellation, HttpStatusCode.NotFound);
        return status == HttpStatusCode.NotFound ? null : body ?? throw new ConnectorFault("Microsoft Graph answered without a body.", true);
    }

    /// <summary>The only one that has this value; the service's filter is not trusted to mean the same.</summary>
    public async Task<JsonNode?> OneAsync(string collection, string property, string value, CancellationToken cancellation)
    {
        var found = new List<JsonNode>();
        await foreach (var one in ListAsync($"{collection}?$filter={Uri.EscapeDataString($"{property} eq {Quoted(value)}")}&$select=id,{property}", cancellation))
            if (string.Equals(one.Text(property), value, StringComparison.OrdinalIgnoreCase))
                found.Add(one);
        return found.Count <= 1 ? found.FirstOrDefault() : throw new ConnectorFault($"Microsoft Graph knows more than one {value}; nothing says which is meant.", false);
    }

    /// <summary>Every page to the last one, or a fault.</summary>
    public async IAsyncEnumerable<JsonNode> ListAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = path;
        for (var page = 0; page < MostPages; page++)
        {
            var (_, body) = await SendAsync(HttpMethod.Get, next, null, cancellation);
            foreach (var one in body.RequiredList("value"))
                yield return one;
            if (body.Text("@odata.nextLink") is not { } link)
                yield break;
            next = Following(link);
        }

        throw new ConnectorFault($"Microsoft Graph has more than {MostPages:N0} pages, or they lead in a circle.", false);
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation, params HttpStatusCode[] also)
    {
        for (var run = 1; ; run++)
        {
            token ??= await SignInAsync(cancellation);
            using var question = new HttpRequestMessage(method, new Uri(home, path));
            question.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (body is not null)
                question.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            try
            {
                return await http.SendAsync(question, cancellation, also);
            }
            catch (ConnectorFault fault) when (run < Tries && fault.After is { } wait && wait <= settings.Timeout)
            {
                // Whoever says when to come again has done nothing yet, so it is safe to ask the same once more.
                await Task.Delay(wait, time, cancellation);
            }
        }
    }

    /// <summary>A token for this client; null when Entra ID refuses the client or its secret.</summary>
    public async Task<string?> TokenAsync(string client, string secret, CancellationToken cancellation)
    {
        using var question = new HttpRequestMessage(HttpMethod.Post, $"{settings.SignInAddress.TrimEnd('/')}/{Uri.EscapeDataString(settings.TenantId!)}/oauth2/v2.0/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string?>
            {
                ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = secret, ["scope"] = $"{settings.Address!.TrimEnd('/')}/.default",
            }),
        };
        var (status, body) = await http.SendAsync(question, cancellation, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized);
        if (status == HttpStatusCode.OK)
            return body.Text("access_token") ?? throw new ConnectorFault("The sign-in address answered without a token.", false);
        return Refusals.Contains(body.Text("error")) ? null : throw new ConnectorFault($"The sign-in address answered {(int)status} and refused neither the client nor its secret. Check TenantId.", false);
    }

    public void Dispose() => http.Dispose();

    /// <summary>A text in a filter, where only the quote means something.</summary>
    public static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private async Task<string> SignInAsync(CancellationToken cancellation) =>
        await TokenAsync(settings.User!, await settings.ReadSecretAsync(cancellation), cancellation) ?? throw new ConnectorFault("Entra ID refuses the portal's client id or its secret.", false);

    /// <summary>The token goes wherever the link leads, so the link may lead nowhere else.</summary>
    private string Following(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var next) && Uri.Compare(home, next, UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? next.AbsoluteUri
            : throw new ConnectorFault("Microsoft Graph's next page lies on another host than the address in the settings. Nothing was sent there.", false);
}
