using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Trust;
using NhiPortal.Tests.Features.Access;

namespace NhiPortal.Tests.SignIn.Workloads;

/// <summary>An issuer that publishes its keys at an address, and changes or loses them.</summary>
public sealed class KeySetsTests : IAsyncLifetime
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private Scene scene = null!;
    private WebApplication issuer = null!;
    private string answer = "";
    private int asked;

    public async ValueTask InitializeAsync()
    {
        scene = await Scene.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        issuer = builder.Build();
        issuer.MapGet("/keys", () =>
        {
            asked++;
            return answer.Length == 0 ? Results.StatusCode(500) : Results.Text(answer, "application/json");
        });
        await issuer.StartAsync();
        await scene.Portal.ArrangeAsync(db =>
        {
            db.Remove(db.Issuers.Single(row => row.Issuer == "urn:test"));
            db.SaveChanges();
            db.Add(TrustedIssuer.Create("urn:test", "Published", "nhiportal", issuer.Urls.Single() + "/keys", null, "sub", ["ES256"]));
        });
    }

    public async ValueTask DisposeAsync()
    {
        await issuer.DisposeAsync();
        await scene.DisposeAsync();
        key.Dispose();
    }

    [Fact]
    public async Task Token_OfPublishedKeys_IsBelievedWithOneFetch()
    {
        answer = scene.Issuer.KeySet;
        Assert.Equal(200, (await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Status);
        Assert.Equal(200, (await scene.Api.EvaluateAsync(scene.Issuer.Token(tokenId: "another"), Scene.Body())).Status);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Token_OfANewKey_IsFetchedForButNotWithoutEnd()
    {
        answer = scene.Issuer.KeySet;
        await scene.Api.EvaluateAsync(scene.Token, Scene.Body());
        var renewed = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = CheckpointKey.Thumbprint(key) }, "ES256");
        answer = $$"""{"keys":[{{CheckpointKey.PublicJwk(key)}}]}""";

        for (var i = 0; i < 5; i++)
            Assert.Equal(401, (await scene.Api.EvaluateAsync(scene.Issuer.Token(tokenId: $"{i}", credentials: renewed), Scene.Body())).Status);
        Assert.Equal(1, asked);
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(200, (await scene.Api.EvaluateAsync(scene.Issuer.Token(credentials: renewed), Scene.Body())).Status);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Token_WhileTheIssuerIsDown_FailsClosedThenLivesOnRememberedKeys()
    {
        Assert.Equal(503, (await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Status);
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(31));
        answer = scene.Issuer.KeySet;
        Assert.Equal(200, (await scene.Api.EvaluateAsync(scene.Issuer.Token(), Scene.Body())).Status);

        answer = "";
        scene.Portal.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(200, (await scene.Api.EvaluateAsync(scene.Issuer.Token(), Scene.Body())).Status);
        scene.Portal.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(503, (await scene.Api.EvaluateAsync(scene.Issuer.Token(), Scene.Body())).Status);
    }

    [Fact]
    public async Task Keys_TooLargeOrNoKeys_AreNotBelieved()
    {
        answer = scene.Issuer.KeySet + new string(' ', 300_000);
        Assert.Equal(503, (await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Status);
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(31));
        answer = "<html>";
        Assert.Equal(503, (await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Status);
    }
}
