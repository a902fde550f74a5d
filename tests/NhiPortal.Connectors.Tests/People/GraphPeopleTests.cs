using Microsoft.Extensions.Time.Testing;
using NhiPortal.Connectors.People;
using NhiPortal.Domain.People;

namespace NhiPortal.Connectors.Tests.People;

/// <summary>Reading Microsoft Graph, against a local server that speaks its protocol.</summary>
public sealed class GraphPeopleTests : IDisposable
{
    private readonly GraphServer server = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public void Dispose()
    {
        http.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task Read_SeveralPages_TellsEverybodyWithManagerAndState()
    {
        server.Users = earlier => earlier == 0
            ? (200, GraphServer.Page([User("1", "Sofia", "sofia@h.example", true, "Member", "9"), User("2", "Guest", null, true, "Guest")], $"{server.Address}v1.0/users?$skiptoken=abc"), null)
            : (200, GraphServer.Page([User("9", "Astrid", "astrid@h.example", false, "Member")]), null);
        var people = await ReadAsync();

        Assert.Equal(
            [("1", "Sofia", "sofia@h.example", true, "9", false), ("2", "Guest", "guest@upn.example", true, null, true), ("9", "Astrid", "astrid@h.example", false, null, false)],
            people.Select(p => (p.ObjectId, p.Name, p.Mail, p.Enabled, p.Manager, p.External)));
        var token = server.Asked[0];
        Assert.Equal("/5b0f8f4e-7c1d-4e55-9d0a-2f6c1c9b7a10/oauth2/v2.0/token", token.Path);
        Assert.Contains("grant_type=client_credentials", token.Body, StringComparison.Ordinal);
        Assert.Contains("$select=id,displayName,mail,userPrincipalName,accountEnabled,userType&$expand=manager($select=id)", Uri.UnescapeDataString(server.Asked[1].Path), StringComparison.Ordinal);
        Assert.All(server.Asked.Skip(1), asked => Assert.Equal("Bearer opaque-token", asked.Authorization));
        Assert.Equal(3, server.Asked.Count);
    }

    [Theory]
    [InlineData("https://elsewhere.example/v1.0/users?page=2")]
    [InlineData("http://user@127.0.0.1/v1.0/users?page=2")]
    [InlineData("//elsewhere.example/users")]
    [InlineData("/v1.0/users?page=2")]
    public async Task Read_NextPageElsewhere_IsNotFollowed(string link)
    {
        server.Users = _ => (200, GraphServer.Page([], link), null);
        Assert.Contains("another host", (await Assert.ThrowsAsync<ConnectorFault>(ReadAsync)).Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Asked.Count(asked => asked.Method == "GET"));
    }

    [Fact]
    public async Task Read_Throttled_WaitsAsToldAndGoesOn()
    {
        server.Users = earlier => earlier == 0 ? (429, "{}", "7") : (200, GraphServer.Page([User("1", "Sofia", "s@h.example", true, "Member")]), null);
        var time = new FakeTimeProvider();
        var reading = new GraphPeople(server.Settings, http, time).ReadAsync(Stop).ToListAsync(Stop).AsTask();
        while (server.Asked.Count < 2)
            await Task.Delay(10, Stop);
        await Task.Delay(200, Stop);
        time.Advance(TimeSpan.FromSeconds(6));
        await Task.Delay(200, Stop);
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(await reading);
    }

    [Theory]
    [InlineData(200, "{\"value\":[{\"id\":\"1\",\"accountEn", "broke off")]
    [InlineData(200, "{}", "without a list")]
    [InlineData(403, "{\"error\":{\"code\":\"Authorization_RequestDenied\"}}", "Authorization_RequestDenied")]
    [InlineData(500, "not json", "no reason given")]
    [InlineData(302, "", "302")]
    public async Task Read_HalfAnswerOrRefusal_IsNoReadingAtAll(int status, string body, string told)
    {
        server.Users = earlier => earlier == 0 ? (200, GraphServer.Page([User("1", "Sofia", "s@h.example", true, "Member")], $"{server.Address}v1.0/users?$skiptoken=2"), null) : (status, body, null);
        Assert.Contains(told, (await Assert.ThrowsAsync<ConnectorFault>(ReadAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_WrongSecret_SaysSoWithoutTheSecret()
    {
        server.Token = (401, "{\"error\":\"invalid_client\",\"error_description\":\"secret of the test is wrong\"}");
        var fault = await Assert.ThrowsAsync<ConnectorFault>(ReadAsync);
        Assert.Contains("invalid_client", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret of the test", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ServerDown_SaysSo()
    {
        var settings = server.Settings;
        server.Dispose();
        Assert.True((await Assert.ThrowsAsync<ConnectorFault>(async () => await new GraphPeople(settings, http, TimeProvider.System).ReadAsync(Stop).ToListAsync(Stop))).Retryable);
    }

    [Fact]
    public async Task Read_AccountStateMissing_IsNotTakenForDisabled()
    {
        server.Users = _ => (200, GraphServer.Page([new { id = "1", displayName = "Sofia" }]), null);
        Assert.Contains("User.Read.All", Assert.Single(await ReadAsync()).Fault, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<List<DirectoryEntry>> ReadAsync() => await new GraphPeople(server.Settings, http, TimeProvider.System).ReadAsync(Stop).ToListAsync(Stop);

    private static object User(string id, string name, string? mail, bool enabled, string type, string? manager = null) => new
    {
        id,
        displayName = name,
        mail,
        userPrincipalName = $"{name.ToLowerInvariant()}@upn.example",
        accountEnabled = enabled,
        userType = type,
        manager = manager is null ? null : new { id = manager },
    };
}
