using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>An owner answers, if the rules let them at that moment; with the last approval the grant lives, is used and ends.</summary>
internal static class Answers
{
    public static void Give(DemoWorld world, AccessRequest request, ActionCall call, PlannedAnswer planned, AskPlan plan, DateTimeOffset at)
    {
        var facts = world.FactsOf(world.Of(request.IntegrationId), at);
        if (HolderFor(world, request, planned) is not { } holder || (planned.Verdict == Verdict.Approve && AccessJudge.WhyNotRequestable(facts, call, at) is not null))
            return;
        var minutes = Math.Min(planned.Minutes ?? request.RequestedMinutes, request.LongestMinutes);
        var answer = planned.Verdict == Verdict.Approve ? Answer.Approve(minutes, planned.Reason) : Answer.Deny(planned.Reason!);
        var shown = new TargetState { Exists = true, Enabled = true, Id = "9f1c7a52-0d3e-4b7a-8c55-2f1d60a7e455" };
        if (request.Brokered)
            answer = answer with { Saw = new TargetSight { About = TargetChange.Meaning(request.ActionName, request.ResourceId, request.Parameters).Value, Shown = shown, At = at.AddSeconds(-40), OnScreen = true } };
        // Whom a rule bars sees why and leaves it; then another answers, or nobody does and the request runs out.
        var decided = request.Decide(world.ApproverOf(request, holder.PersonId, at), answer, at);
        if (!decided.Succeeded)
            return;
        Record(world, request, facts, call.Target, holder.PersonId, decided.Value, at);
        if (request is { Status: RequestStatus.Approved, IsStanding: true })
            world.PreApprovals.Add(PreApproval.Of(request, at));
        if (decided.Value is { } grant)
            Live(world, request, grant, call, plan, at);
        if (request.Brokered && decided.Value is { } began)
            DemoInbox.CarryOut(world, request, began, shown, at);
    }

    /// <summary>Whoever will answer comes to the portal first.</summary>
    public static void ComeIn(DemoWorld world, AccessRequest request, PlannedAnswer planned, DateTimeOffset at)
    {
        if (request.Status == RequestStatus.Pending && HolderFor(world, request, planned) is { } holder)
            DemoSignIns.ComeIn(world, world.Of(holder.PersonId), at);
    }

    private static Ownership? HolderFor(DemoWorld world, AccessRequest request, PlannedAnswer planned) => world.Holder(
        planned.Role == OwnerRole.SystemOwner ? new Cell(planned.Role, null, request.TargetId) : new Cell(planned.Role, request.IntegrationId, null));

    /// <summary>The grant lives: it is used, and it ends, as planned.</summary>
    public static void Live(DemoWorld world, AccessRequest request, Grant grant, ActionCall call, AskPlan plan, DateTimeOffset at)
    {
        world.Grants.Add(grant);
        var integration = world.Of(request.IntegrationId);
        var seconds = (int)(grant.Until - at).TotalSeconds;
        for (var use = 0; use < plan.Uses; use++)
            world.Line.At(at.AddSeconds(world.Dice.Next(20, Math.Max(21, seconds - 5))), then => world.Evaluate(integration, call, grant.Id.Value, then));
        if (plan.ChangedCall && call.Parameters.Count > 0)
            world.Line.At(at.AddSeconds(seconds / 2), then => world.Evaluate(
                integration, call with { Parameters = call.Parameters.ToDictionary(p => p.Key, _ => System.Text.Json.JsonSerializer.SerializeToElement("someone-else")) }, grant.Id.Value, then));
        if (plan.LateCall)
            world.Line.At(grant.Until.AddMinutes(2), then => world.Evaluate(integration, call, grant.Id.Value, then));
        if (plan.Revoked is { } revoked)
            world.Line.At(at.AddMinutes(Math.Min(revoked.After, seconds / 120.0)), then => RequestStory.Revoke(world, grant, Revoker(world, grant, revoked.ByOwner), revoked.Reason, then));
        world.Line.At(grant.Until.AddSeconds(20), then => Expire(world, request, grant, then));
    }

    private static Actor Revoker(DemoWorld world, Grant grant, bool owner) =>
        owner && world.Holder(new Cell(OwnerRole.SystemOwner, null, grant.TargetId)) is { } holder ? DemoWorld.As(world.Of(holder.PersonId)) : world.As("daniel");

    private static void Expire(DemoWorld world, AccessRequest request, Grant grant, DateTimeOffset at)
    {
        if (grant.Expire(at))
            world.Record(Actor.Rule("end due grants"), at, RequestStory.About(world, request) with
            {
                Kind = "grant.expired",
                Sentence = $"The grant of {world.Of(grant.IntegrationId).Key} for {grant.ActionName} ended by time{(grant.UseLimit is { } limit ? $", used {grant.Uses} of {limit} times" : "")}.",
                Grant = grant.Id,
            });
    }

    private static void Record(DemoWorld world, AccessRequest request, AccessFacts facts, string target, PersonId person, Grant? grant, DateTimeOffset at)
    {
        var (decision, by) = (request.Decisions.Single(d => d.PersonId == person), DemoWorld.As(world.Of(person)));
        var (kind, verb) = decision.Verdict == Verdict.Deny ? ("request.denied", "denied")
            : request.Status == RequestStatus.Pending ? ("request.stage_approved", $"approved, as {decision.Role.InSentence()},") : ("request.approved", "approved");
        world.Record(by, at, RequestStory.About(world, request) with
        {
            Kind = kind,
            Sentence = $"{by.Name} {verb} {request.ActionName} on {target} for {facts.Key}.",
            Grant = grant?.Id,
            Approvers = [new AuditRoleHolder(person.Value, by.Name, decision.Role.Token())],
            Owners = OwnersInForce.Of(facts, target),
            Before = new Dictionary<string, string?> { ["status"] = "Pending" },
            After = new Dictionary<string, string?> { ["status"] = request.Status.ToString() },
            Facts = new Dictionary<string, string?>
            {
                ["minutes"] = decision.Minutes?.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["reason"] = decision.Reason,
                ["binding"] = request.BindingHash,
                ["target_shown"] = decision.Saw?.Words,
                ["target_shown_hash"] = decision.Saw?.Hash,
                ["policy"] = $"version {request.PolicyVersion}, rule {request.PolicyRule}",
                ["until"] = grant?.Until.ToString("o"),
            },
        });
    }
}
