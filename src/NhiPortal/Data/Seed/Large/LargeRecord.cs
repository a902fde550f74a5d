using NhiPortal.Data.Seed.Demo;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Data.Seed.Large;

/// <summary>Records what happened to requests and grants, and brings about those ends that need no person's answer.</summary>
internal sealed class LargeRecord(LargeWorld world)
{
    public void Asked(AccessRequest request, LargeIntegration from, DateTimeOffset at)
    {
        var workload = new AuditWorkload(from.Workloads[0].Id.Value, from.Workloads[0].Issuer, from.Workloads[0].Subject);
        var actor = new Actor { Kind = ActorKind.Workload, Id = workload.Id, Name = from.Integration.Key };
        world.Record(at, actor, () => About(request, from, "request.asked", $"{from.Integration.Key} asked for {request.ActionName} on {from.Target.Target.Key}.") with
        {
            Workload = workload,
            Facts = new Dictionary<string, string?>
            {
                ["action"] = request.ActionName,
                ["target"] = from.Target.Target.Key,
                ["resource"] = $"{request.ResourceType}/{request.ResourceId}",
                ["binding"] = request.BindingHash,
                ["policy"] = $"version {request.PolicyVersion}, rule {request.PolicyRule}",
            },
        });
    }

    public void Decided(AccessRequest request, LargeIntegration from, Person person, OwnerRole role, Verdict verdict, Grant? grant, DateTimeOffset at)
    {
        var (kind, verb) = verdict == Verdict.Deny ? ("request.denied", "denied") : grant is null ? ("request.stage_approved", "approved one stage of") : ("request.approved", "approved");
        world.Record(at, DemoWorld.As(person), () => About(request, from, kind, $"{person.Name} {verb} {request.ActionName} on {from.Target.Target.Key} for {from.Integration.Key}.") with
        {
            Grant = grant?.Id,
            Approvers = [new AuditRoleHolder(person.Id.Value, person.Name, role.Token())],
            Facts = new Dictionary<string, string?> { ["binding"] = request.BindingHash, ["until"] = grant?.Until.ToString("o") },
        });
    }

    public void Withdrawn(AccessRequest request, LargeIntegration from, DateTimeOffset at) => world.Record(
        at, new Actor { Kind = ActorKind.Workload, Id = from.Workloads[0].Id.Value, Name = from.Integration.Key },
        () => About(request, from, "request.cancelled", $"{from.Integration.Key} withdrew its request for {request.ActionName}."));

    public void Expired(AccessRequest request, LargeIntegration from) => world.Record(
        request.EndedAt!.Value, Actor.Rule("expire requests"),
        () => About(request, from, "request.expired", $"Nobody answered {from.Integration.Key} in time; its request for {request.ActionName} is denied."));

    public void Ended(AccessRequest request, LargeIntegration from, Grant grant)
    {
        var at = grant.Until.AddSeconds(20);
        grant.Expire(at);
        world.Record(at, Actor.Rule("end due grants"), () => About(
            request, from, "grant.expired", $"The grant of {from.Integration.Key} for {grant.ActionName} ended by time.") with
        { Grant = grant.Id });
    }

    public void Revoked(AccessRequest request, LargeIntegration from, Grant grant, Person by, DateTimeOffset at)
    {
        grant.Revoke(by.Id, "Not needed any more.", at);
        world.Record(at, DemoWorld.As(by), () => About(
            request, from, "grant.revoked", $"{by.Name} revoked the grant of {from.Integration.Key} for {grant.ActionName}.") with
        { Grant = grant.Id });
    }

    private static AuditNote About(AccessRequest request, LargeIntegration from, string kind, string sentence) => new(kind, sentence)
    {
        Tenant = request.TenantId,
        Integration = Work.Thing(from.Integration),
        Target = Work.Thing(from.Target.Target),
        Request = request.Id,
    };
}
