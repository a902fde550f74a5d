using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NhiPortal.EndToEnd;

/// <summary>A workload as its developer would write it: a token, evaluations, requests.</summary>
public sealed class ApiCaller(Uri address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address };

    public static JsonObject AddMember(string member, string group = "Domain Admins")
    {
        var call = Call("hr-sync", "group.add_member", "group", group, "corp-directory");
        call["action"]!["properties"] = new JsonObject { ["member"] = member };
        return call;
    }

    public static JsonObject Call(string workload, string action, string type, string resource, string target) => new()
    {
        ["subject"] = new JsonObject { ["type"] = "workload", ["id"] = workload },
        ["action"] = new JsonObject { ["name"] = action },
        ["resource"] = new JsonObject { ["type"] = type, ["id"] = resource, ["properties"] = new JsonObject { ["target"] = target } },
    };

    public async Task SignInAsync(string workload, CancellationToken cancellation)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("workload", workload)]);
        using var answer = await http.PostAsync(new Uri("/dev/token", UriKind.Relative), form, cancellation);
        answer.EnsureSuccessStatusCode();
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString());
    }

    public Task<JsonElement> EvaluateAsync(JsonObject call, CancellationToken cancellation) => PostAsync("/access/v1/evaluation", call, cancellation);

    public async Task<JsonElement> AskAsync(JsonObject call, JsonElement denial, string justification, CancellationToken cancellation)
    {
        var ask = (JsonObject)call.DeepClone();
        ask["context"] = new JsonObject { ["justification"] = justification };
        ask["denial"] = new JsonObject
        {
            ["evaluation_id"] = denial.GetProperty("context").GetProperty("evaluation_id").GetString(),
            ["expires_at"] = denial.GetProperty("context").GetProperty("access_request").GetProperty("expires_at").GetString(),
        };
        return await PostAsync("/access/v1/requests", ask, cancellation);
    }

    /// <summary>Is denied, asks, and returns the request's id.</summary>
    public async Task<string> AskAsync(JsonObject call, string justification, CancellationToken cancellation) =>
        (await AskAsync(call, await EvaluateAsync(call, cancellation), justification, cancellation)).GetProperty("task").GetProperty("id").GetString()!;

    /// <summary>The reason of a denial, or "allowed".</summary>
    public async Task<string> JudgeAsync(JsonObject call, CancellationToken cancellation)
    {
        var answer = await EvaluateAsync(call, cancellation);
        return answer.GetProperty("decision").GetBoolean() ? "allowed" : answer.GetProperty("context").GetProperty("reason").GetString()!;
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation) => await http.GetFromJsonAsync<JsonElement>(path, cancellation);

    public void Dispose() => http.Dispose();

    /// <summary>Asks without minding the answer: its status and its text.</summary>
    public async Task<(HttpStatusCode Status, string Text)> TryAskAsync(JsonObject ask, CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync("/access/v1/requests", ask, cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
    }

    private async Task<JsonElement> PostAsync(string path, JsonObject body, CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync(path, body, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
