using System.Text;
using System.Text.Json;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Plays one request: denied first, asked, answered as planned where the rules allow it, and ended by whatever comes first.</summary>
internal static class RequestStory
{
    public static void Begin(DemoWorld world, DemoAsk ask, AskPlan plan, DateTimeOffset at)
    {
        if (!world.Integrations.TryGetValue(ask.Integration, out var integration) || !world.Workloads.Exists(w => w.IntegrationId == integration.Id))
            return;
        var call = ask.Call(world.Actions[ask.Action]);
        var judged = world.Evaluate(integration, call, null, at);
        if (!judged.Allowed && judged.Requestable)
            world.Line.At(at.AddSeconds(3), then => Ask(world, integration, ask, call, plan, then));
    }

    private static void Ask(DemoWorld world, Integration integration, DemoAsk ask, ActionCall call, AskPlan plan, DateTimeOffset at)
    {
        var (workload, action, target) = (world.IdentityOf(integration), world.Actions[ask.Action], world.Targets[ask.Target]);
        var hash = call.BindTo(workload.Id);
        var version = world.Policies[^1];
        var facts = world.FactsOf(integration, at);
        if (world.Requests.Exists(r => r.Status == RequestStatus.Pending && r.BindingHash == hash) || facts.Targets[target.Key] is not { } on || on.Actions[action.Name].Rule is not { } rule)
            return;
        var by = ask.ByBusinessOwner ? world.Of(world.Holder(new Cell(OwnerRole.BusinessOwner, integration.Id, null))!.PersonId) : null;
        var request = AccessRequest.Ask(new AskedFor
        {
            Tenant = integration.TenantId,
            Integration = integration.Id,
            Workload = workload.Id,
            Target = target.Id,
            Call = call,
            Parameters = Encoding.UTF8.GetString(CanonicalJson.ToBytes(JsonSerializer.SerializeToUtf8Bytes(call.Parameters))),
            Risk = action.Risk,
            Justification = ask.Why,
            Ticket = ask.Ticket ?? (rule.RequiresTicket ? $"CHG-{world.Dice.Next(10_000, 99_999)}" : null),
            Minutes = ask.Minutes,
            Rule = rule,
            PolicyVersion = version.Number,
            Basis = facts.BasisOf(on, on.Actions[action.Name]),
            RequestedBy = by?.Id,
            StartedBy = ask.StartedBy is null ? null : world.People[ask.StartedBy].Id,
            Brokered = ask.Brokered,
            Session = integration.Kind is IntegrationKind.InternalAgent or IntegrationKind.VendorOperated ? $"run-{world.Dice.Next(100_000, 999_999)}" : null,
        }, at);
        world.Requests.Add(request);
        world.Record(by is null ? world.As(workload) : DemoWorld.As(by), at, About(world, request) with
        {
            Kind = "request.asked",
            Sentence = $"{integration.Key} asked for {request.ActionName} on {target.Key}.",
            Workload = new AuditWorkload(workload.Id.Value, workload.Issuer, workload.Subject),
            Owners = OwnersInForce.Of(facts, target.Key),
            Facts = new Dictionary<string, string?>
            {
                ["action"] = request.ActionName,
                ["target"] = target.Key,
                ["resource"] = $"{request.ResourceType}/{request.ResourceId}",
                ["started_by"] = ask.StartedBy is null ? null : world.People[ask.StartedBy].Mail,
                ["session"] = request.Session,
                ["binding"] = hash,
                ["policy"] = $"version {request.PolicyVersion}, rule {request.PolicyRule}",
            },
        });

        foreach (var answer in plan.Answers)
        {
            world.Line.At(at.AddMinutes(Math.Max(0.5, answer.After - 1.5)), then => Answers.ComeIn(world, request, answer, then));
            world.Line.At(at.AddMinutes(answer.After), then => Answers.Give(world, request, call, answer, plan, then));
        }

        if (plan.WithdrawnAfter is { } minutes)
            world.Line.At(at.AddMinutes(minutes), then => Cancel(world, request, world.As(workload), "The run ended; the access is no longer needed.", then));
        world.Line.At(request.ExpiresAt.AddSeconds(20), then => Expire(world, request, then));
    }

    public static void Cancel(DemoWorld world, AccessRequest request, Actor by, string reason, DateTimeOffset at)
    {
        if (!request.Cancel(reason, at).Succeeded)
            return;
        var key = world.Of(request.IntegrationId).Key;
        world.Record(by, at, About(world, request) with
        {
            Kind = "request.cancelled",
            Sentence = $"{by.Name} withdrew the request of {key} for {request.ActionName}.",
            Facts = new Dictionary<string, string?> { ["reason"] = reason },
        });
    }

    public static void Revoke(DemoWorld world, Grant grant, Actor by, string reason, DateTimeOffset at)
    {
        if (!grant.Revoke(by.Person, reason, at).Succeeded)
            return;
        var request = world.Requests.First(r => r.Id == grant.RequestId);
        world.Record(by, at, About(world, request) with
        {
            Kind = "grant.revoked",
            Sentence = $"{by.Name} revoked the grant of {world.Of(grant.IntegrationId).Key} for {grant.ActionName}.",
            Grant = grant.Id,
            Before = new Dictionary<string, string?> { ["status"] = "Active", ["until"] = grant.Until.ToString("o") },
            After = new Dictionary<string, string?> { ["status"] = "Revoked" },
            Facts = new Dictionary<string, string?> { ["reason"] = reason },
        });
    }

    private static void Expire(DemoWorld world, AccessRequest request, DateTimeOffset at)
    {
        if (request.Expire(at))
            world.Record(Actor.Rule("expire requests"), at, About(world, request) with
            {
                Kind = "request.expired",
                Sentence = $"Nobody answered {world.Of(request.IntegrationId).Key} in time; its request for {request.ActionName} is denied.",
            });
    }

    public static AuditNote About(DemoWorld world, AccessRequest request) => new("", "")
    {
        Tenant = request.TenantId,
        Integration = Work.Thing(world.Of(request.IntegrationId)),
        Target = Work.Thing(world.Of(request.TargetId)),
        Request = request.Id,
    };
}
