using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NhiPortal.EndToEnd;

/// <summary>A workload as its developer would write it: a token, evaluations, requests.</summary>
public sealed class ApiCaller(Uri address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address };

    public static JsonObject AddMember(string member, string group = "Domain Admins") => new()
    {
        ["subject"] = new JsonObject { ["type"] = "workload", ["id"] = "hr-sync" },
        ["action"] = new JsonObject { ["name"] = "group.add_member", ["properties"] = new JsonObject { ["member"] = member } },
        ["resource"] = new JsonObject { ["type"] = "group", ["id"] = group, ["properties"] = new JsonObject { ["target"] = "corp-directory" } },
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

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation) => await http.GetFromJsonAsync<JsonElement>(path, cancellation);

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> PostAsync(string path, JsonObject body, CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync(path, body, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
