using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Trust;
using static NhiPortal.Domain.Targets.Criticality;
using static NhiPortal.Domain.Targets.DeploymentEnvironment;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>The systems privilege acts on, the vendors who operate some of what reaches them, and the gateway in between.</summary>
internal static class DemoTargets
{
    /// <summary>The issuer that stands in for a real one while the portal runs in Development.</summary>
    public const string DevelopmentIssuer = "urn:nhiportal:development";

    private static readonly (string Key, string Name, string Tenant, IdentityStore Store, DeploymentEnvironment Environment, Criticality Criticality)[] Rows =
    [
        ("corp-directory", "Corporate directory", "brunnvik", IdentityStore.Directory, Production, Critical),
        ("orders-db", "Orders database", "brunnvik", IdentityStore.Database, Production, High),
        ("saas-crm", "Customer relations", "brunnvik", IdentityStore.SaaS, Production, High),
        ("cloud-prod", "Cloud subscription, production", "brunnvik", IdentityStore.Cloud, Production, Critical),
        ("cloud-staging", "Cloud subscription, staging", "brunnvik", IdentityStore.Cloud, Staging, Medium),
        ("git-host", "Source code hosting", "brunnvik", IdentityStore.SaaS, Production, High),
        ("hr-system", "HR system", "brunnvik", IdentityStore.SaaS, Production, High),
        ("staging-directory", "Staging directory", "brunnvik", IdentityStore.Directory, Staging, Low),
        ("payroll-db", "Payroll database", "alder-mutual", IdentityStore.Database, Production, Critical),
        ("claims-app", "Claims handling", "alder-mutual", IdentityStore.SaaS, Production, High),
        ("build-hosts", "Build hosts", "tessera-labs", IdentityStore.Host, Production, Medium),
        ("lab-cluster", "Research cluster", "tessera-labs", IdentityStore.Host, Development, Low),
    ];

    private static readonly (string Key, string Name, string Tenant, string ContractOwner, int ContractDays)[] VendorRows =
    [
        ("copperline", "Copperline Support", "brunnvik", "zoe", 210),
        ("quillsign", "Quillsign CRM Partners", "brunnvik", "anjali", 38),
        ("tidewall", "Tidewall Recovery", "brunnvik", "mateo", 400),
        ("meridia", "Meridia Payroll", "alder-mutual", "aoife", -12),
    ];

    public static void AddTo(DemoWorld world)
    {
        foreach (var row in Rows)
            world.Targets.Add(row.Key, TargetSystem.Create(
                world.Tenants[row.Tenant].Id, row.Key, row.Name, row.Store, row.Environment, row.Criticality, world.Start));
        foreach (var row in VendorRows)
        {
            var connectors = DemoIntegrations.Rows.Where(integration => integration.Vendor == row.Key).Select(integration => integration.Key).ToList();
            var systems = DemoPaths.Rows.Where(path => connectors.Contains(path.Integration)).Select(path => world.Targets[path.Target].Id);
            world.Vendors.Add(row.Key, Vendor.Create(
                world.Tenants[row.Tenant].Id, row.Key, row.Name, world.People[row.ContractOwner].Id, world.Start,
                $"support@{row.Key}.example", world.Now.AddDays(row.ContractDays), systems));
        }

        foreach (var target in world.Targets.Values)
            world.Line.At(world.Start.AddSeconds(world.Dice.Next(60, 540)), at => world.Record(world.As("oluwaseun"), at, new AuditNote(
                "target.registered", $"{world.People["oluwaseun"].Name} registered {target.Name}.")
            {
                Tenant = target.TenantId,
                Target = Work.Thing(target),
            }));
        world.Gateway = EnforcementPoint.Create(
            "edge-gateway", "Edge gateway", DevelopmentIssuer, "ep:edge-gateway", world.Targets.Values.Select(target => target.Id), world.Start);
        world.Pipeline = RegistrationClient.Create(
            "ci-pipeline", "Delivery pipeline", world.Tenants["brunnvik"].Id, DevelopmentIssuer, "pipeline:ci-pipeline", world.Start);
    }
}
