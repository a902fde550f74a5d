using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Credentials;

namespace NhiPortal.Data.Seed.Large;

/// <summary>One credential for each integration: most are federated, of the others one in ten lives too long or is late with its renewal.</summary>
internal static class LargeCredentials
{
    private static readonly CredentialKind[] Secrets = [CredentialKind.ClientSecret, CredentialKind.Certificate, CredentialKind.ApiKey, CredentialKind.SshKey];

    public static Credential Make(LargeWorld world, Integration integration)
    {
        var dice = world.Dice;
        var retired = integration.Status == IntegrationStatus.Retired;
        var legacy = integration.Kind == IntegrationKind.LegacyAutomation;
        if (!legacy && dice.Next(3) > 0)
            return Make(world, integration, CredentialKind.FederatedToken, "Federated identity", "nothing kept: the issuer signs each token", 3, retired ? -1 : 27);
        var late = dice.Next(10) == 0;
        var kind = legacy ? CredentialKind.Password : dice.Any(Secrets);
        return Make(
            world, integration, kind, legacy ? "Account password" : "Service secret", $"kv/{integration.Key}", late ? dice.Next(95, 200) : dice.Next(1, 28),
            retired ? -1 : legacy || dice.Next(10) == 0 ? dice.Next(100, 400) : dice.Next(5, 60));
    }

    private static Credential Make(LargeWorld world, Integration integration, CredentialKind kind, string label, string keptIn, int issuedDaysAgo, int endsInDays)
    {
        var issued = world.Now.AddDays(-issuedDaysAgo);
        var credential = Credential.Create(integration, kind, label, keptIn, issued, world.Now.AddDays(endsInDays), null, null, issued);
        var plan = world.Demo.RotationPlans[^1];
        credential.Plan(plan.For(credential, integration.Kind, null, CronClock.Next), plan.Number);
        return credential;
    }
}
