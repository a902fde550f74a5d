using System.Text.Json;

namespace NhiPortal.Benchmarks;

/// <summary>The limit: Kestrel, the same body parsed, one dictionary look-up, a short answer. No token, no rule, no record.</summary>
internal static class BareEndpoint
{
    private static readonly byte[] Allow = """{"decision":true}"""u8.ToArray();
    private static readonly byte[] Deny = """{"decision":false}"""u8.ToArray();

    public static async Task<int> RunAsync(string address)
    {
        var grants = Enumerable.Range(0, 100_000).ToDictionary(n => $"account-{n:000000}", n => n);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(address);
        app.Run(async context =>
        {
            if (HttpMethods.IsGet(context.Request.Method))
                return;
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            var root = body.RootElement;
            _ = root.GetProperty("subject").GetProperty("id").GetString();
            _ = root.GetProperty("action").GetProperty("name").GetString();
            var found = grants.ContainsKey(root.GetProperty("resource").GetProperty("id").GetString()!);
            var answer = found ? Allow : Deny;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.BodyWriter.WriteAsync(answer);
        });
        await app.RunAsync();
        return 0;
    }
}
