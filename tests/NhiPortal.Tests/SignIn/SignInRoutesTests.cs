using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NhiPortal.Data;

namespace NhiPortal.Tests.SignIn;

/// <summary>Who gets in without a session, and how a session begins and ends, in the whole program.</summary>
public sealed class SignInRoutesTests(SignInRoutesTests.Hosts hosts) : IClassFixture<SignInRoutesTests.Hosts>
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-out")]
    [InlineData("/access-denied")]
    [InlineData("/css/site.css")]
    [InlineData("/health")]
    public async Task Anonymous_PublicAddress_IsAnswered(string address)
    {
        var host = hosts.Development;
        using var client = host.CreateClient();

        using var answer = await PortalHost.LookAsync(client, address);

        Assert.Equal(address == "/access-denied" ? HttpStatusCode.Forbidden : HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Anonymous_EveryOtherRoute_IsSentToSignInOrTurnedAway()
    {
        var host = hosts.Development;
        using var client = host.CreateClient();
        foreach (var address in ProtectedAddresses(host))
        {
            using var looked = await PortalHost.LookAsync(client, address);
            using var called = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

            Assert.True(looked.StatusCode == HttpStatusCode.Redirect && looked.Headers.Location!.PathAndQuery.StartsWith("/sign-in?returnUrl=", StringComparison.Ordinal), $"{address} answered {looked.StatusCode} to a browser");
            Assert.True(called.StatusCode == HttpStatusCode.Unauthorized, $"{address} answered {called.StatusCode} to a program");
        }
    }

    [Theory]
    [InlineData("/access/v1/evaluation")]
    [InlineData("/access/v1/requests")]
    public async Task Anonymous_WorkloadApi_Answers401AndNeverRedirects(string address)
    {
        var host = hosts.Development;
        using var client = host.CreateClient();

        using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/token")]
    [InlineData("/sign-in/persona")]
    public async Task Production_DevelopmentRoutes_DoNotExist(string address)
    {
        var host = hosts.Production;
        using var client = host.CreateClient();

        using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), new FormUrlEncodedContent([new("persona", "administrator"), new("workload", "hr-sync")]), TestContext.Current.CancellationToken);

        // The build's own assets bring a GET route for any file, which turns another method's 404 into 405.
        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{answer.StatusCode}");
    }

    [Fact]
    public async Task Production_Http_IsSentToHttpsAndCookiesBelongToThisHostOnly()
    {
        var host = hosts.Production;
        using var client = host.CreateClient();
        using var plain = host.CreateClient(new() { BaseAddress = new Uri("http://localhost"), AllowAutoRedirect = false });
        using var stranger = host.CreateClient(new() { BaseAddress = new Uri("https://evil.example"), AllowAutoRedirect = false });

        using var redirected = await PortalHost.LookAsync(plain, "/sign-out");
        using var probed = await PortalHost.LookAsync(plain, "/health");
        using var otherHost = await PortalHost.LookAsync(stranger, "/sign-out");
        using var asked = await PortalHost.LookAsync(client, "/sign-out");

        Assert.Equal("https://localhost/sign-out", redirected.Headers.Location?.AbsoluteUri);
        Assert.Equal(HttpStatusCode.OK, probed.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, otherHost.StatusCode);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var options = host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Cookies");
        Assert.Equal(("__Host-nhiportal", true, CookieSecurePolicy.Always), (options.Cookie.Name, options.Cookie.HttpOnly, options.Cookie.SecurePolicy));
    }

    [Theory]
    [InlineData("/inbox", "/inbox")]
    [InlineData("//evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    public async Task Persona_SignsIn_AndReturnsOnlyIntoThePortal(string asked, string expected)
    {
        var host = hosts.Development;
        using var client = host.CreateClient();

        using var answer = await PortalHost.SendFormAsync(client, "/sign-in", "/sign-in/persona", ("persona", "auditor"), ("returnUrl", asked));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location?.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("nhiportal=", StringComparison.Ordinal));
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task Persona_Unknown_IsRefused(string persona)
    {
        var host = hosts.Development;
        using var client = host.CreateClient();

        using var answer = await PortalHost.SendFormAsync(client, "/sign-in", "/sign-in/persona", ("persona", persona));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Forms_WithoutTheirToken_AreRefused()
    {
        var host = hosts.Development;
        using var client = host.CreateClient();

        foreach (var address in new[] { "/sign-in/persona", "/sign-out" })
        {
            using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), new FormUrlEncodedContent([new("persona", "auditor")]), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        var host = hosts.Development;
        using var client = host.CreateClient();
        using var signedIn = await PortalHost.SendFormAsync(client, "/sign-in", "/sign-in/persona", ("persona", "no-role"));

        using var answer = await PortalHost.SendFormAsync(client, "/sign-out", "/sign-out");
        using var after = await PortalHost.LookAsync(client, "/sign-out");

        Assert.Equal("/sign-out", answer.Headers.Location?.OriginalString);
        Assert.Contains("You are signed out", await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var person = await db.People.SingleAsync(p => p.ObjectId == "persona-no-role", TestContext.Current.CancellationToken);
        Assert.Equal(
            ["person.first_seen", "person.signed_in", "person.signed_out"],
            await db.AuditEvents.Where(e => e.ActorId == person.Id.Value || e.PersonId == person.Id).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AccessDenied_UnknownReason_SaysNothingFromTheAddress()
    {
        var host = hosts.Development;
        using var client = host.CreateClient();

        using var answer = await PortalHost.LookAsync(client, "/access-denied?why=Call+0900+555&needs=Everything");

        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("0900", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Everything", page, StringComparison.Ordinal);
    }

    /// <summary>One program per environment for all these tests; they share nothing but its start.</summary>
    public sealed class Hosts : IAsyncDisposable
    {
        public PortalHost Development { get; } = PortalHost.Development();

        public PortalHost Production { get; } = PortalHost.Production();

        public async ValueTask DisposeAsync()
        {
            await Development.DisposeAsync();
            await Production.DisposeAsync();
        }
    }

    private static IEnumerable<string> ProtectedAddresses(PortalHost host) =>
        from endpoint in host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && endpoint.Order < int.MaxValue
        where endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
        select "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Filled))));

    private static string Filled(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter when parameter.ParameterPolicies.Any(policy => policy.Content == "int") => "1",
        _ => Guid.Empty.ToString(),
    };
}
