using System.Net;
using System.Text;
using System.Text.Json;
using NhiPortal.Connectors.People;
using NhiPortal.EndToEnd;

namespace NhiPortal.Connectors.Tests.People;

/// <summary>
/// A local server that speaks as much of Microsoft Graph's protocol as is read: token, users, pages, throttling. It is
/// written from the documentation; the real service has not been asked.
/// </summary>
public sealed class GraphServer : IDisposable
{
    private readonly HttpListener listener = new();

    public GraphServer()
    {
        Address = new Uri($"http://127.0.0.1:{LoopbackPort.Next()}/");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>What was asked: method, path and query, authorization.</summary>
    public List<(string Method, string Path, string? Authorization, string Body)> Asked { get; } = [];

    /// <summary>Answers one question for users; the number says how many came before it.</summary>
    public Func<int, (int Status, string Body, string? RetryAfter)> Users { get; set; } = _ => (200, "{\"value\":[]}", null);

    public (int Status, string Body) Token { get; set; } = (200, "{\"token_type\":\"Bearer\",\"access_token\":\"opaque-token\",\"expires_in\":3599}");

    public GraphPeopleSettings Settings => new()
    {
        TenantId = "5b0f8f4e-7c1d-4e55-9d0a-2f6c1c9b7a10",
        ClientId = "0d9a3c52-13ce-4a8e-8f6b-9be0a4a2d7c4",
        ClientSecret = "secret of the test",
        Address = Address.ToString(),
        SignInAddress = Address.ToString(),
    };

    public static string Page(IEnumerable<object> users, string? next = null)
    {
        var page = new Dictionary<string, object> { ["value"] = users };
        if (next is not null)
            page["@odata.nextLink"] = next;
        return JsonSerializer.Serialize(page);
    }

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext call;
            try
            {
                call = await listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(call);
        }
    }

    private async Task AnswerAsync(HttpListenerContext call)
    {
        using var reader = new StreamReader(call.Request.InputStream);
        var path = call.Request.Url!.PathAndQuery;
        var earlier = Asked.Count(asked => asked.Method == "GET");
        Asked.Add((call.Request.HttpMethod, path, call.Request.Headers["Authorization"], await reader.ReadToEndAsync()));
        var (status, body, retry) = call.Request.HttpMethod == "POST" ? (Token.Status, Token.Body, null) : Users(earlier);
        call.Response.StatusCode = status;
        call.Response.ContentType = "application/json";
        if (retry is not null)
            call.Response.Headers["Retry-After"] = retry;
        await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        call.Response.Close();
    }
}
