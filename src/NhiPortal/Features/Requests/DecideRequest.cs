using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Executions;

namespace NhiPortal.Features.Requests;

/// <summary>An owner's answer to one request; <see cref="TypedTarget"/> is what they typed to confirm a risky one.</summary>
public sealed record OwnerAnswer(Verdict Verdict, int? Minutes, string? Reason, string? TypedTarget = null)
{
    /// <summary>How many requests this answer was given to at once; the record keeps it.</summary>
    public int Together { get; init; } = 1;

    /// <summary>What the target showed on the screen this was answered on.</summary>
    public TargetSight? Saw { get; init; }
}

/// <summary>A person decides one stage of a request. The last approval needed makes the grant, in the same commit.</summary>
public sealed class DecideRequest(UnitOfWork work, TargetStateQuery states, ConfiguredConnectors connectors)
{
    public const int ShortestReason = 5;

    public async Task<Result<RequestStatus>> RunAsync(Actor actor, RequestId id, OwnerAnswer given, CancellationToken cancellation)
    {
        var saw = given.Verdict == Verdict.Deny ? null : await SawAsync(actor, id, given.Saw, cancellation);
        return await work.RunAsync<RequestStatus>(actor, given.Verdict == Verdict.Approve ? "request.approve" : "request.deny", async run =>
        {
            run.About = run.About with { Request = id };
            var request = await run.Db.Requests.Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery()
                .SingleOrDefaultAsync(r => r.Id == id, cancellation);
            if (actor.Person is not { } person || request is null)
                return NotFound;
            var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == request.IntegrationId, cancellation);
            var target = await run.Db.Targets.AsNoTracking().SingleAsync(t => t.Id == request.TargetId, cancellation);
            run.About = run.About with { Tenant = request.TenantId, Integration = Work.Thing(integration), Target = Work.Thing(target) };
            // Whoever may not even see the request hears the same as for one that does not exist.
            if (!await run.Db.Requests.To(actor, run.Db).AnyAsync(r => r.Id == id, cancellation))
                return NotFound;

            var said = Said(given);
            if (!said.Succeeded)
                return said.Refusal;
            if (request.WhyNotProved(actor.ProvedAt, run.Now) is { } unproved)
                return unproved;
            if (given.Together > 1 && (request.NeedsTypedConfirmation || request.IsStanding))
                return new Refusal("decided_alone", $"{(request.IsStanding ? "This is a standing pre-approval" : "This action is critical")}: it is decided by itself, never together with others.");
            if (given.Verdict == Verdict.Approve && request.NeedsTypedConfirmation && given.TypedTarget?.Trim() != target.Key)
                return new Refusal("type_target", $"Type {target.Key} to confirm: this action is critical.");

            var facts = (await run.Db.AccessFactsAsync(request.IntegrationId, run.Now, cancellation))!;
            if (given.Verdict == Verdict.Approve && RequestedCall.WhyNotAsAsked(request, facts, target.Key, run.Now) is { } stale)
                return stale;
            if (given.Verdict == Verdict.Approve && facts.Targets[target.Key] is var on && on.Actions[request.ActionName] is var path)
            {
                if (!request.IsStanding && path.Rule is { } rule && Brokering.WhyNotDemanded(connectors, rule, RequestedCall.Of(request, target.Key)) is { } impossible)
                    return impossible;
                request.RestOn(facts.BasisOf(on, path, request.IsStanding));
            }


            var approver = await run.Db.ApproverFactsAsync(request, person, run.Now, cancellation);
            var decided = request.Decide(approver, new Answer(given.Verdict, given.Minutes ?? request.RequestedMinutes, said.Value) { Saw = saw }, run.Now);
            if (!decided.Succeeded)
                return await ExplainAsync(run.Db, request, decided.Refusal, cancellation);

            if (decided.Value is { } grant)
                run.Begin(request, grant);
            else if (request is { Status: RequestStatus.Approved, IsStanding: true })
                run.Db.PreApprovals.Add(PreApproval.Of(request, run.Now));
            Record(run, request, facts, target.Key, approver, decided.Value, given.Together);
            return request.Status;
        }, cancellation);
    }

    /// <summary>What the answer rests on: what the card showed; where it showed nothing, or there was no card, the target as it is now.</summary>
    private async Task<TargetSight?> SawAsync(Actor actor, RequestId id, TargetSight? onScreen, CancellationToken cancellation)
    {
        var onCard = onScreen is null ? null : onScreen with { OnScreen = true };
        if (onCard?.Shown is not null)
            return onCard;
        var now = (await states.RunAsync(actor, id, LookFor.Answer, cancellation))?.Sight;
        return now?.Shown is null ? onCard ?? now : now;
    }

    private static Result<string?> Said(OwnerAnswer given)
    {
        if (given.Verdict != Verdict.Deny)
            return Text.Optional(given.Reason, "The note", Text.Reason);
        var reason = Text.Required(given.Reason, "The reason", Text.Reason, ShortestReason);
        return reason.Succeeded ? reason.Value : reason.Refusal;
    }

    private static Refusal NotFound => new("not_found", "There is no such request for you.");

    /// <summary>The one who came second is told who decided.</summary>
    private static async Task<Refusal> ExplainAsync(PortalDb db, AccessRequest request, Refusal refusal, CancellationToken cancellation)
    {
        if (refusal.Code != "already_ended" || request.Status is not (RequestStatus.Approved or RequestStatus.Denied) || request.Decisions.OrderByDescending(d => d.DecidedAt).ThenByDescending(d => d.Stage).FirstOrDefault() is not { } last)
            return refusal;
        var name = await db.People.Where(p => p.Id == last.PersonId).Select(p => p.Name).SingleAsync(cancellation);
        return refusal with { Sentence = $"{name} already {(last.Verdict == Verdict.Approve ? "approved" : "denied")} this on {last.DecidedAt:d MMM yyyy, HH:mm} UTC." };
    }

    private static void Record(Work run, AccessRequest request, AccessFacts facts, string targetKey, ApproverFacts approver, Grant? grant, int together)
    {
        var decision = request.Decisions.Single(d => d.PersonId == approver.Person);
        var lender = approver.Lent.FirstOrDefault(lent => lent.Lender.Person == decision.ForId)?.LenderName;
        var stands = lender is null ? "" : $" for {lender}";
        var what = $"{(request.Terms is { } terms ? $"the standing pre-approval \"{terms.Name}\" of " : "")}{request.ActionName} on {targetKey} for {facts.Key}";
        var (kind, verb) = decision.Verdict == Verdict.Deny ? ("request.denied", "denied")
            : request.Status == RequestStatus.Pending ? ("request.stage_approved", $"approved, as {decision.Role.InSentence()},") : ("request.approved", "approved");
        var note = run.About with
        {
            Kind = kind,
            Sentence = $"{run.Actor.Name}{stands} {verb} {what}.",
            Grant = grant?.Id,
            Approvers = [new AuditRoleHolder(approver.Person.Value, run.Actor.Name, decision.Role.Token())],
            Owners = OwnersInForce.Of(facts, targetKey),
            Before = new Dictionary<string, string?> { ["status"] = "Pending" },
            After = new Dictionary<string, string?> { ["status"] = request.Status.ToString() },
            Facts = new Dictionary<string, string?>
            {
                ["minutes"] = decision.Minutes?.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["reason"] = decision.Reason,
                ["on_behalf_of"] = lender is null ? null : $"{lender} ({decision.ForId})",
                ["decided_together"] = together > 1 ? together.ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
                ["binding"] = request.BindingHash,
                ["basis"] = request.Basis.Hash,
                ["target_shown"] = decision.Saw?.Words,
                ["target_shown_hash"] = decision.Saw?.Hash,
                ["target_read_at"] = decision.Saw?.At.ToString("O"),
                ["target_on_screen"] = decision.Saw is null ? null : decision.Saw.OnScreen ? "yes" : "no",
                ["policy"] = $"version {request.PolicyVersion}, rule {request.PolicyRule}",
                ["until"] = (grant?.Until ?? request.Terms?.Until)?.ToString("o"),
            },
        };
        run.Record(note);
    }
}
