using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Suspends, resumes and retires integrations of the demo, leaving nothing open behind.</summary>
internal static class IntegrationTurns
{
    public static void Turn(DemoWorld world, Integration integration, IntegrationStatus to, Actor by, string reason, DateTimeOffset at)
    {
        var before = integration.Status;
        if (to != IntegrationStatus.Active)
            CloseEverything(world, integration, by, to, at);
        var (kind, verb, done) = to switch
        {
            IntegrationStatus.Suspended => ("integration.suspended", "suspended", integration.Suspend(reason)),
            IntegrationStatus.Retired => ("integration.retired", "retired", integration.Retire(reason)),
            _ => ("integration.resumed", "resumed", integration.Resume(reason)),
        };
        if (!done.Succeeded)
            throw new InvalidOperationException(done.Refusal.Sentence);
        world.Record(by, at, new AuditNote(kind, $"{by.Name} {verb} {integration.Key}.")
        {
            Tenant = integration.TenantId,
            Integration = Work.Thing(integration),
            Before = new Dictionary<string, string?> { ["status"] = before.ToString() },
            After = new Dictionary<string, string?> { ["status"] = integration.Status.ToString() },
            Facts = new Dictionary<string, string?> { ["reason"] = reason },
        });
    }

    private static void CloseEverything(DemoWorld world, Integration integration, Actor by, IntegrationStatus to, DateTimeOffset at)
    {
        foreach (var grant in world.Grants.Where(g => g.IntegrationId == integration.Id && g.Status == GrantStatus.Active).ToList())
            RequestStory.Revoke(world, grant, by, $"The integration is {to.ToString().ToLowerInvariant()}.", at);
        foreach (var request in world.Requests.Where(r => r.IntegrationId == integration.Id).ToList())
            RequestStory.Cancel(world, request, by, $"The integration is {to.ToString().ToLowerInvariant()}.", at);
        if (to != IntegrationStatus.Retired)
            return;
        foreach (var workload in world.Workloads.Where(w => w.IntegrationId == integration.Id))
        {
            workload.Retire(at);
            DemoRegister.Shape(world, by, at, integration, new AuditNote("workload.removed", $"{by.Name} ended that {integration.Key} is recognised as {workload.Subject}.")
            {
                Workload = new AuditWorkload(workload.Id.Value, workload.Issuer, workload.Subject),
            });
        }
    }
}
