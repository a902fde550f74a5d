using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using NhiPortal.Domain.Trust;
using NhiPortal.Tests.Features.Access;

namespace NhiPortal.Tests.SignIn.Workloads;

/// <summary>Every way a token can be wrong, over the wire: 401 that says where to learn more, and an event.</summary>
public sealed class TokenCheckTests : IAsyncLifetime
{
    private Scene scene = null!;

    public async ValueTask InitializeAsync() => scene = await Scene.StartAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Call_WithoutToken_IsChallengedAndNeverRedirected()
    {
        var answer = await scene.Api.EvaluateAsync(null, Scene.Body());

        Assert.Equal(401, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal($"Bearer resource_metadata=\"{scene.Api.Http.BaseAddress}.well-known/oauth-protected-resource\"", answer.Header("WWW-Authenticate"));
        Assert.Empty(await scene.Api.RecordedAsync("token.refused"));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "expired", "expired" },
        { "early", "not_yet_valid" },
        { "audience", "wrong_audience" },
        { "issuer", "untrusted_issuer" },
        { "type", "wrong_type" },
        { "signature", "bad_signature" },
        { "other key, same name", "bad_signature" },
        { "other key", "unknown_key" },
        { "hmac with the public key", "algorithm_not_allowed" },
        { "unsigned", "algorithm_not_allowed" },
        { "text", "malformed" },
        { "subject", "unknown_workload" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Call_WithAWrongToken_IsRefusedAndRecorded(string what, string reason)
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = what switch
        {
            "expired" => scene.Issuer.Token(notBeforeMinutes: -60, lifetimeMinutes: -1),
            "early" => scene.Issuer.Token(notBeforeMinutes: 1),
            "audience" => scene.Issuer.Token(audience: "somebody-else"),
            "issuer" => scene.Issuer.Token(issuer: "urn:stranger"),
            "type" => scene.Issuer.Token(type: "logout+jwt"),
            "signature" => scene.Token[..^5] + "AAAAA",
            "other key, same name" => scene.Issuer.Token(credentials: new SigningCredentials(new ECDsaSecurityKey(foreign) { KeyId = scene.Issuer.KeyId }, "ES256")),
            "other key" => scene.Issuer.Token(credentials: new SigningCredentials(new ECDsaSecurityKey(foreign) { KeyId = "foreign" }, "ES256")),
            "hmac with the public key" => scene.Issuer.Token(credentials: new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(scene.Issuer.KeySet)), "HS256")),
            "unsigned" => Unsigned(scene.Token),
            "text" => "not a token",
            _ => scene.Issuer.Token("nobody"),
        };

        var answer = await scene.Api.EvaluateAsync(token, Scene.Body());

        Assert.Equal(what == "subject" ? 403 : 401, answer.Status);
        Assert.Equal(reason, answer.Json.GetProperty("reason").GetString());
        Assert.Equal(what != "subject", answer.Header("WWW-Authenticate")?.Contains("error=\"invalid_token\"", StringComparison.Ordinal) ?? false);
        var recorded = Assert.Single(await scene.Api.RecordedAsync("token.refused", 1));
        Assert.Equal((reason, "1"), (recorded.Facts!["reason"], recorded.Facts["count"]));
        Assert.Empty(await scene.Api.RecordedAsync("access.denied"));
    }

    [Theory]
    [InlineData("at+jwt", true)]
    [InlineData("JWT", true)]
    [InlineData("application/at+jwt", true)]
    [InlineData("at+jwt", false)]
    public async Task Call_WithAnAccessToken_IsAdmitted(string type, bool named) =>
        Assert.Equal(200, (await scene.Api.EvaluateAsync(scene.Issuer.Token(type: type, named: named), Scene.Body())).Status);

    [Fact]
    public async Task Call_WithinSkew_IsAdmittedAndNotLonger()
    {
        var token = scene.Issuer.Token(lifetimeMinutes: 1);
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(89));
        Assert.Equal(200, (await scene.Api.EvaluateAsync(token, Scene.Body())).Status);
        Assert.Equal(200, (await scene.Api.EvaluateAsync(token, Scene.Body())).Status);
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await scene.Api.EvaluateAsync(token, Scene.Body())).Status);
    }

    [Fact]
    public async Task Call_WithASingleUseToken_WorksOnceOnAnyInstance()
    {
        await scene.Issuer.TrustSingleUseAsync();
        await using var second = await ApiPortal.StartAsync(scene.Portal);
        var token = scene.Issuer.Token(tokenId: "t1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => (n % 2 == 0 ? scene.Api : second).EvaluateAsync(token, Scene.Body())));
        var unnamed = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal("replayed", answer.Json.GetProperty("reason").GetString()));
        Assert.Equal("no_jti", unnamed.Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Call_OutsideDevelopment_DevelopmentTokensAreForeign()
    {
        await using var production = await ApiPortal.StartAsync(scene.Portal, "Production");
        await scene.Portal.ArrangeAsync(db => db.Add(TrustedIssuer.Create("urn:dev", "Dev", "nhiportal", null, scene.Issuer.KeySet, "sub", ["ES256"], developmentOnly: true)));
        var token = scene.Issuer.Token(issuer: "urn:dev");

        Assert.Equal("unknown_workload", (await scene.Api.EvaluateAsync(token, Scene.Body())).Json.GetProperty("reason").GetString());
        Assert.Equal("untrusted_issuer", (await production.EvaluateAsync(token, Scene.Body())).Json.GetProperty("reason").GetString());
        Assert.Equal(404, (await production.SendAsync(HttpMethod.Post, "/dev/token", null, "workload=hr-sync", "application/x-www-form-urlencoded")).Status);
    }

    [Fact]
    public async Task Flood_OfBadTokens_IsCountedNotCopied()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => scene.Api.EvaluateAsync($"bad-{n}", Scene.Body())));
        var events = await scene.Api.RecordedAsync("token.refused", 1);
        for (var tries = 0; tries < 100 && events.Sum(Count) < 200; tries++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            events = await scene.Api.RecordedAsync("token.refused");
        }

        Assert.Equal(200, events.Sum(Count));
        Assert.InRange(events.Count, 1, 10);

        static int Count(Domain.Audit.AuditBody body) => int.Parse(body.Facts!["count"]!, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Unsigned(string token)
    {
        var header = Convert.ToBase64String("""{"alg":"none","typ":"at+jwt"}"""u8).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"{header}.{token.Split('.')[1]}.";
    }
}
