using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Tests.Features.Integrations;

/// <summary>Adds so many integrations to a small organisation that its lists walk indexes instead of reading all.</summary>
internal static class ManyIntegrations
{
    public const int Count = 2400;

    /// <summary>Of every three two are in the home tenant; Bea owns all of those, Sam the directory that all reach, Nora seven.</summary>
    public static Task AddAsync(TestPortal portal, SmallOrganisation org) => portal.ArrangeAsync(db =>
    {
        var now = portal.Now;
        for (var n = 0; n < Count; n++)
        {
            var tenant = n % 3 == 2 ? org.Other : org.Home;
            var integration = Integration.Register(tenant.Id, $"svc-{n:0000}", $"{(n % 2 == 0 ? "Payroll" : "backup")} {n:0000}", "Exists to be listed.",
                (IntegrationKind)(n % 4), (DeploymentEnvironment)(n % 3), now);
            if (n % 50 != 0)
                integration.Activate();
            integration.Stand((Standing)(n % 10 is var digit && digit < 3 ? digit : 3));
            db.Add(integration);
            db.Add(PrivilegePath.Create(integration.Id, org.Directory.Id, "group.add_member", "*", now));
            if (tenant == org.Home)
                db.Add(Owned(org, OwnerRole.BusinessOwner, org.Bea.Id, integration.Id, now));
            if (n < 7)
                db.Add(Owned(org, OwnerRole.IamOwner, org.Nora.Id, integration.Id, now));
        }
    });

    private static Ownership Owned(SmallOrganisation org, OwnerRole role, PersonId person, IntegrationId integration, DateTimeOffset now)
    {
        var ownership = Ownership.Nominate(org.Home.Id, role, person, integration, null, null, null, now);
        ownership.Accept(person, 60, now);
        return ownership;
    }
}
