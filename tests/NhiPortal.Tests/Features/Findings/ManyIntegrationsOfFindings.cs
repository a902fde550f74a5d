using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Tests.Features.Findings;

/// <summary>Adds integrations that each have something wrong: nobody owns them, and their secret is late.</summary>
internal static class ManyIntegrationsOfFindings
{
    public static Task AddAsync(TestPortal portal, SmallOrganisation org, int count) => portal.ArrangeAsync(db =>
    {
        for (var n = 0; n < count; n++)
        {
            var integration = Integration.Register(org.Home.Id, $"svc-{n:0000}", $"Service {n:0000}", "Exists to be judged.", IntegrationKind.ScriptedAutomation, DeploymentEnvironment.Production, portal.Now);
            integration.Activate();
            db.Add(integration);
            db.Add(PrivilegePath.Create(integration.Id, org.Directory.Id, "group.add_member", "*", portal.Now));
            db.Add(Credential.Create(integration, CredentialKind.ApiKey, "Key", $"kv/{n}", portal.Now.AddDays(-100), portal.Now.AddDays(20), null, null, portal.Now));
        }
    });
}
