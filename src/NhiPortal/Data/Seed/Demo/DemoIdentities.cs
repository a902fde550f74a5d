using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Trust;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>
/// How integrations are recognised: all by the development issuer, most also by one they would really use. The outside
/// issuers have names nobody can own, so a demo trusts no one in the world.
/// </summary>
internal static class DemoIdentities
{
    private const string Entra = "https://login.brunnvik.example/5b0f8f4e-7c1d-4e55-9d0a-2f6c1c9b7a10/v2.0";
    private const string Pipelines = "https://pipelines.githost.example";
    private const string Spire = "https://spire.tessera-labs.example";

    private static readonly Dictionary<string, string> Outside = new()
    {
        ["release-captain"] = "repo:brunnvik/release-captain:environment:production",
        ["cert-renewal"] = "repo:brunnvik/cert-renewal:ref:refs/heads/main",
        ["db-schema-migrator"] = "repo:brunnvik/orders-schema:environment:production",
        ["repo-permission-sync"] = "repo:brunnvik/access-as-code:ref:refs/heads/main",
        ["artifact-signer"] = "repo:brunnvik/artifact-signer:ref:refs/heads/main",
        ["runner-image-builder"] = "spiffe://tessera-labs.example/ci/runner-image-builder",
        ["code-review-agent"] = "spiffe://tessera-labs.example/agents/code-review",
        ["lab-notebook-agent"] = "spiffe://tessera-labs.example/agents/lab-notebook",
        ["gpu-quota-bot"] = "spiffe://tessera-labs.example/bots/gpu-quota",
    };

    /// <summary>Recognised by the development issuer alone.</summary>
    private static readonly string[] DevelopmentOnly = ["legacy-ldap-sync", "badge-system-import", "mainframe-batch", "ftp-partner-drop", "old-ticket-bridge", "orphan-bot"];

    public static void AddIssuersTo(DemoWorld world) => world.Issuers.AddRange(
    [
        TrustedIssuer.Create(Entra, "Brunnvik directory", "api://nhiportal", $"{Entra}/keys", null, "azp", ["RS256"]),
        TrustedIssuer.Create(Pipelines, "Source code pipelines", "nhiportal", $"{Pipelines}/keys", null, "sub", ["RS256"], singleUse: true),
        TrustedIssuer.Create(Spire, "Tessera workload identities", "nhiportal", $"{Spire}/keys", null, "sub", ["ES256"]),
    ]);

    public static IEnumerable<WorkloadIdentity> Of(DemoWorld world, Integration integration, DateTimeOffset at)
    {
        yield return WorkloadIdentity.Create(integration.Id, DemoTargets.DevelopmentIssuer, integration.Key, at);
        if (Outside.TryGetValue(integration.Key, out var subject))
            yield return WorkloadIdentity.Create(integration.Id, subject.StartsWith("spiffe:", StringComparison.Ordinal) ? Spire : Pipelines, subject, at);
        else if (!DevelopmentOnly.Contains(integration.Key))
            yield return WorkloadIdentity.Create(integration.Id, Entra, world.RandomGuid().ToString(), at);
    }
}
