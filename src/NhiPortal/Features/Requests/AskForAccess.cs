using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;
using NhiPortal.Features.BreakGlass;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Executions;
using NhiPortal.Features.PreApprovals;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Requests;

/// <summary>A workload, or a person for it, asks for one privileged action under the policy of this moment.</summary>
public sealed class AskForAccess(UnitOfWork work, ConfiguredConnectors connectors)
{
    /// <summary>So many requests of one integration, under whichever identity, wait for people at a time; more would only bury what matters.</summary>
    public const int MostWaiting = 100;

    public Task<Result<Asked>> RunAsync(Actor actor, Ask ask, CancellationToken cancellation) =>
        work.RunAsync<Asked>(actor, "request.ask", async run =>
        {
            var workload = await run.Db.Workloads.AsNoTracking().SingleOrDefaultAsync(w => w.Id == ask.Workload && w.RetiredAt == null, cancellation);
            if (workload is null || !(actor.Kind == ActorKind.Person || (actor.Kind == ActorKind.Workload && actor.Id == workload.Id.Value)))
                return new Refusal("unknown_subject", "There is no such workload for this caller.");
            if (await EarlierAsync(run, ask.Once, cancellation) is { } earlier)
                return earlier;
            var facts = (await run.Db.AccessFactsAsync(workload.IntegrationId, run.Now, cancellation))!;
            run.About = run.About with
            {
                Tenant = facts.Tenant,
                Integration = new AuditThing(facts.Id.Value, facts.Key),
                Workload = new AuditWorkload(workload.Id.Value, workload.Issuer, workload.Subject),
                Facts = Told(ask),
            };
            if (actor.Kind == ActorKind.Person && await run.Db.WhyMayNotAskAsync(actor, workload, run.Now, cancellation) is { } notAllowed)
                return notAllowed;
            if (AccessJudge.WhyNotRequestable(facts, ask.Call, run.Now) is { } barred)
                return barred;
            var target = facts.Targets[ask.Call.Target];
            run.About = run.About with { Target = new AuditThing(target.Id.Value, target.Key), Owners = OwnersInForce.Of(facts, target.Key) };

            var rule = await run.Db.RuleForAsync(facts, target, ask.Call.Action, cancellation);
            if (!rule.Succeeded)
                return rule.Refusal;
            if (Brokering.WhyNotAsked(connectors, rule.Value.Rule, ask) is { } notBrokered)
                return notBrokered;
            if (ask.Emergency && await run.Db.WhyNoEmergencyAsync(rule.Value, target.Id, cancellation) is { } noEmergency)
                return noEmergency;
            var asked = await run.DescribeAsync(ask, facts, target, rule.Value, cancellation);
            if (!asked.Succeeded)
                return asked.Refusal;

            var hash = asked.Value.Binding;
            var open = await run.Db.Requests.SingleOrDefaultAsync(r => r.WorkloadId == workload.Id && r.BindingHash == hash && r.Status == RequestStatus.Pending, cancellation);
            // The clock has ended it but no job has come by yet; there may be one open request for one thing, so it ends here.
            if (open?.Expire(run.Now) == true)
            {
                run.Record(run.About with { Kind = "request.expired", Sentence = $"Nobody answered {facts.Key} in time; its request for {open.ActionName} is denied.", Request = open.Id });
                await run.SaveStepAsync(cancellation);
                open = null;
            }

            if (open is { } existing)
            {
                if (ask.Emergency && existing.CallEmergency())
                    run.Record(run.About with { Kind = "request.emergency", Sentence = $"{facts.Key} says that what it asked for on {target.Key} cannot wait.", Request = existing.Id });
                Remember(run, ask.Once, existing.Id);
                return new Asked(existing.Id, true);
            }

            var request = AccessRequest.Ask(asked.Value, run.Now);
            if (await run.UnusedAsync(request, cancellation) is { } unused)
            {
                Remember(run, ask.Once, unused);
                return new Asked(unused, true);
            }

            var standing = await run.AnswerUnderAsync(request, facts, target, rule.Value.Rule, cancellation);
            if (standing.Grant is null && await run.Db.Requests.CountAsync(r => r.IntegrationId == facts.Id && r.Status == RequestStatus.Pending, cancellation) >= MostWaiting)
                return new Refusal("too_many_waiting", $"{MostWaiting} requests of {facts.Key} wait for people already. Cancel some, or wait for their answers.");
            Remember(run, ask.Once, request.Id);
            run.Db.Requests.Add(request);
            run.Record(run.About with
            {
                Kind = "request.asked",
                Sentence = $"{facts.Key} asked for {(request.Terms is { } terms ? $"the standing pre-approval \"{terms.Name}\" of " : "")}{request.ActionName} on {target.Key}.",
                Request = request.Id,
                Facts = new Dictionary<string, string?>(Told(ask))
                {
                    ["binding"] = hash,
                    ["basis"] = request.Basis.Hash,
                    ["policy"] = $"version {request.PolicyVersion}, rule {request.PolicyRule}",
                    ["pre_approval"] = standing.WhyNot,
                },
            });
            await run.RecordUseAsync(request, standing, cancellation);
            return new Asked(request.Id, false);
        }, cancellation);

    /// <summary>What the same key was answered before; in the ask's own transaction, so two at once make one request.</summary>
    private static async Task<Result<Asked>?> EarlierAsync(Work run, AskOnce? once, CancellationToken cancellation)
    {
        if (once is null)
            return null;
        await run.Db.IdempotentAnswers.Where(answer => answer.Key == once.Key && answer.Until <= run.Now).ExecuteDeleteAsync(cancellation);
        return await run.Db.IdempotentAnswers.AsNoTracking().SingleOrDefaultAsync(answer => answer.Key == once.Key, cancellation) is not { } earlier ? null
            : earlier.BodyHash == once.BodyHash ? new Asked(new RequestId(earlier.Made), true)
            : new Refusal("idempotency_key_reused", "This Idempotency-Key was used for another request.");
    }

    private static void Remember(Work run, AskOnce? once, RequestId id)
    {
        if (once is not null)
            run.Db.IdempotentAnswers.Add(new IdempotentAnswer { Key = once.Key, BodyHash = once.BodyHash, Made = id.Value, Until = run.Now.AddHours(24) });
    }

    private static Dictionary<string, string?> Told(Ask ask) => new()
    {
        ["action"] = ask.Call.Action,
        ["target"] = ask.Call.Target,
        ["resource"] = $"{ask.Call.ResourceType}/{ask.Call.ResourceId}",
        ["started_by"] = ask.StartedBy,
        ["session"] = ask.Session,
        ["emergency"] = ask.Emergency ? "yes" : null,
        ["brokered"] = ask.Brokered ? "yes" : null,
        ["standing"] = ask.Standing is var (name, uses, perDay, days) ? Text.Kept($"{name}: up to {uses} uses, {perDay} a day, for {days} days", Text.Name) : null,
    };
}
