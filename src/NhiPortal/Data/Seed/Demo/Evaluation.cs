using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Access;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>A workload or its gateway asks "may it?": the real judge answers, an allow counts as a use, the record keeps both.</summary>
internal static class Evaluation
{
    public static Judgement Evaluate(this DemoWorld world, Integration integration, ActionCall call, Guid? approval, DateTimeOffset at)
    {
        var workload = world.IdentityOf(integration);
        var facts = world.FactsOf(integration, at);
        var judged = AccessJudge.Decide(facts, workload.Id, call, approval, at);
        if (judged.Allowed && world.Grants.Single(grant => grant.Id == judged.Grant!.Id).Use(at) is { Succeeded: false } refused)
            throw new InvalidOperationException(refused.Refusal!.Sentence);
        var known = facts.Targets.TryGetValue(call.Target, out var target);
        var caller = world.Dice.Next(4) == 0 ? world.As(workload) : world.AsGateway();
        world.Record(caller, at, new AuditNote(
            judged.Allowed ? "access.allowed" : "access.denied",
            judged.Allowed ? $"{facts.Key} was allowed {call.Action} on {call.Target}." : $"{facts.Key} was denied {call.Action} on {call.Target}: {judged.Sentence}")
        {
            Tenant = facts.Tenant,
            Integration = Work.Thing(integration),
            Target = known ? new AuditThing(target!.Id.Value, target.Key) : null,
            Workload = new AuditWorkload(workload.Id.Value, workload.Issuer, workload.Subject),
            Request = judged.Grant?.Request,
            Grant = judged.Grant?.Id,
            Approvers = judged.Grant is null ? null : [.. judged.Grant.Approvers.Select(a => new AuditRoleHolder(a.Person.Value, a.Name, a.RoleToken))],
            Owners = OwnersInForce.Of(facts, call.Target),
            Facts = Told(call, workload, caller, judged.Reason),
        });
        return judged;
    }

    private static Dictionary<string, string?> Told(ActionCall call, WorkloadIdentity workload, Actor caller, string? reason)
    {
        var told = new Dictionary<string, string?>
        {
            ["action"] = call.Action,
            ["binding"] = call.BindTo(workload.Id),
            ["resource"] = $"{call.ResourceType}/{call.ResourceId}",
            ["target"] = call.Target,
        };
        if (caller.Kind == ActorKind.EnforcementPoint)
            told["enforcement_point"] = caller.Name;
        if (reason is not null)
            told["reason"] = reason;
        return told;
    }
}
