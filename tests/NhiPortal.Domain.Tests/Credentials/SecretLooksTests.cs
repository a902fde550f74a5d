using NhiPortal.Domain.Credentials;

namespace NhiPortal.Domain.Tests.Credentials;

/// <summary>What looks like a secret is refused wherever it is written; names, references and sentences are not.</summary>
public sealed class SecretLooksTests
{
    [Fact]
    public void RandomKeys_AreSeen()
    {
        // The same keys in every run: a test that fails by chance says nothing.
        var random = new Random(20261129);
        var missed = Enumerable.Range(0, 2_000).Select(_ => Convert.ToBase64String(Bytes(random)).TrimEnd('=')).Count(key => !SecretLooks.IsOne(key));
        // A slash or a plus may cut one into short pieces.
        Assert.True(missed < 120, $"{missed} of 2,000 keys were taken for names.");
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return bytes;
    }

    [Theory]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc")]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("ghp_aBcDeFgHiJkLmNoPqRsT1234")]
    [InlineData("postgres://app:Winter2026@db.example/orders")]
    [InlineData("password: Sommer2026")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public void Secrets_OfKnownShapes_AreSeen(string text) => Assert.True(SecretLooks.IsOne(text));

    [Theory]
    [InlineData("kv-prod/hr-sync/client-secret")]
    [InlineData("https://brunnvik.vault.azure.net/secrets/hr-sync/5f1c0a52f7e14b0d9c3b2a1f0e9d8c7b")]
    [InlineData("config file on app-legacy-02")]
    [InlineData("nothing kept: the issuer signs each token")]
    [InlineData("Client certificate of Copperline, renewed with INC-20261128")]
    [InlineData("CN=svc-LdapSync-Production-2026,OU=Service Accounts,DC=corp,DC=example")]
    [InlineData("0195a1b2-0000-7000-8000-000000000001")]
    [InlineData("The old secret was deleted; signing in with it answers invalid_client.")]
    public void NamesAndSentences_AreNot(string text) => Assert.False(SecretLooks.IsOne(text));
}
