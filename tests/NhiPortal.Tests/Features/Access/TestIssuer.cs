using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Trust;

namespace NhiPortal.Tests.Features.Access;

/// <summary>A real issuer of the test's own: its key signs, and the portal is told to trust it under <c>urn:test</c>.</summary>
public sealed class TestIssuer(TestPortal portal) : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };

    public string KeySet => $$"""{"keys":[{{CheckpointKey.PublicJwk(key)}}]}""";

    public string KeyId => CheckpointKey.Thumbprint(key);

    public static async Task<TestIssuer> TrustAsync(TestPortal portal)
    {
        var issuer = new TestIssuer(portal);
        await portal.ArrangeAsync(db => db.Issuers.Single(row => row.Issuer == "urn:test").ReplaceKeys(issuer.KeySet));
        return issuer;
    }

    public string Token(
        string subject = "hr-sync", string issuer = "urn:test", string audience = "nhiportal", int lifetimeMinutes = 60, int notBeforeMinutes = 0,
        string? type = "at+jwt", string? tokenId = null, SigningCredentials? credentials = null, bool named = true)
    {
        var now = portal.Now;
        var claims = new Dictionary<string, object> { ["sub"] = subject, ["client_id"] = subject };
        if (tokenId is not null)
            claims["jti"] = tokenId;
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.AddMinutes(notBeforeMinutes).UtcDateTime,
            Expires = now.AddMinutes(lifetimeMinutes).UtcDateTime,
            Claims = claims,
            SigningCredentials = credentials ?? new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = named ? KeyId : null }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    public Task TrustSingleUseAsync() => portal.ArrangeAsync(db =>
    {
        db.Issuers.Where(row => row.Issuer == "urn:test").ExecuteDelete();
        db.Issuers.Add(TrustedIssuer.Create("urn:test", "Once", "nhiportal", null, KeySet, "sub", ["ES256"], singleUse: true));
    });

    public void Dispose() => key.Dispose();
}
