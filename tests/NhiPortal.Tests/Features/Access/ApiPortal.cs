using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features;
using NhiPortal.Features.Access;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Findings;
using NhiPortal.Features.People;
using NhiPortal.Jobs;

namespace NhiPortal.Tests.Features.Access;

/// <summary>The workload API on a real socket, over a test portal's database and clock. Several stand for several instances.</summary>
public sealed class ApiPortal : IAsyncDisposable
{
    private readonly TestPortal portal;
    private readonly WebApplication app;

    private ApiPortal(TestPortal portal, WebApplication app)
    {
        (this.portal, this.app) = (portal, app);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<ApiPortal> StartAsync(TestPortal portal, string environment = "Development")
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        var settings = new PortalSettings { Data = portal.Folder };
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(settings).AddSingleton<TimeProvider>(portal.Time)
            .AddData(settings.Database, settings.Data).AddFeatures(settings)
            .AddJobStorage(settings.Jobs, settings.Database).AddAccess();
        var app = builder.Build();
        app.MapAccess();
        await app.StartAsync();
        return new ApiPortal(portal, app);
    }

    /// <summary>Sends one call; a body that is a text is sent as it stands.</summary>
    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, string? token, object? body = null, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(method, path);
        if (token is not null)
            message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
        {
            message.Content = new ByteArrayContent(body as byte[] ?? Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body)));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var answer = await Http.SendAsync(message, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new ApiAnswer((int)answer.StatusCode, text, answer.Headers, answer.Content.Headers.ContentType?.MediaType);
    }

    public Task<ApiAnswer> EvaluateAsync(string? token, object body) => SendAsync(HttpMethod.Post, "/access/v1/evaluation", token, body);

    public Task<ApiAnswer> AskAsync(string? token, object body, params (string, string)[] headers) =>
        SendAsync(HttpMethod.Post, "/access/v1/requests", token, body, headers: headers);

    public Task<ApiAnswer> GetAsync(string path, string? token = null, params (string, string)[] headers) => SendAsync(HttpMethod.Get, path, token, headers: headers);

    /// <summary>Every event on record, whether or not the sequencer has placed it yet.</summary>
    public async Task<List<AuditBody>> RecordedAsync(string kind)
    {
        await using var db = portal.Db();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var events = (await db.AuditEvents.AsNoTracking().Where(e => e.Kind == kind).OrderBy(e => e.Id).Select(e => e.Body).ToListAsync()).Select(AuditBody.Parse);
        var journal = await db.Journal.AsNoTracking().OrderBy(e => e.Id).ToListAsync();
        var lines = journal.SelectMany(entry => Encoding.UTF8.GetString(entry.Lines).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(AuditBody.Parse);
        return [.. events.Concat(lines.Where(line => line.Kind == kind)).DistinctBy(body => body.Id)];
    }

    /// <summary>Waits until as many events of a kind are on record.</summary>
    public async Task<List<AuditBody>> RecordedAsync(string kind, int count)
    {
        for (var tries = 0; ; tries++)
        {
            var events = await RecordedAsync(kind);
            if (events.Count >= count || tries > 100)
                return events;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>One answer of the API, read whole.</summary>
public sealed record ApiAnswer(int Status, string Text, HttpResponseHeaders Headers, string? ContentType)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Problem => Json.GetProperty("type").GetString();

    public bool Decision => Json.GetProperty("decision").GetBoolean();

    public JsonElement Context => Json.GetProperty("context");

    public string? Reason => Context.GetProperty("reason").GetString();

    public JsonElement Task => Json.GetProperty("task");

    public string TaskPath => new Uri(Task.GetProperty("status_endpoint").GetString()!).PathAndQuery;

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
