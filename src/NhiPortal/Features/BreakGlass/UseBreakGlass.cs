using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.BreakGlass;

/// <summary>For how long, why, and the target's name as typed to confirm.</summary>
public sealed record BreakGlassAsk(int Minutes, string? Reason, string? TypedTarget);

/// <summary>
/// One person lets a waiting request through alone, because it cannot wait. The grant is bound and used like any other; the use opens
/// a debt, and whoever answers for what it touches hears of it at once.
/// </summary>
public sealed class UseBreakGlass(UnitOfWork work, ConfiguredConnectors connectors)
{
    public Task<Result<BreakGlassUseId>> RunAsync(Actor actor, RequestId id, BreakGlassAsk ask, CancellationToken cancellation) =>
        work.RunAsync<BreakGlassUseId>(actor, "break_glass", async run =>
        {
            run.About = run.About with { Request = id };
            var request = await run.Db.Requests.Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery().SingleOrDefaultAsync(r => r.Id == id, cancellation);
            if (actor.Person is not { } person || request is null)
                return NotFound;
            var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == request.IntegrationId, cancellation);
            var target = await run.Db.Targets.AsNoTracking().SingleAsync(t => t.Id == request.TargetId, cancellation);
            run.About = run.About with { Tenant = request.TenantId, Integration = Work.Thing(integration), Target = Work.Thing(target) };
            if (!await run.Db.Requests.To(actor, run.Db).AnyAsync(r => r.Id == id, cancellation))
                return NotFound;

            var facts = (await run.Db.AccessFactsAsync(request.IntegrationId, run.Now, cancellation))!;
            var known = await run.Db.BreakGlassFactsAsync(request, target, facts, person, run.Now, cancellation);
            if ((BreakGlassRules.RightTo(request, known).Refusal ?? request.WhyNotNeeded(known.Person, run.Now)) is { } refused)
                return refused;
            if (AccessRequest.WhyNotProvedInEmergency(actor.ProvedAt, run.Now) is { } unproved)
                return unproved;
            var reason = Text.Required(ask.Reason, "The reason", Text.Reason, BreakGlassRules.ShortestReason);
            if (!reason.Succeeded)
                return reason.Refusal;
            if (ask.TypedTarget?.Trim() != target.Key)
                return new Refusal("type_target", $"Type {target.Key} to confirm that the glass is broken there.");
            if (RequestedCall.WhyNotAsAsked(request, facts, target.Key, run.Now) is { } stale)
                return stale;
            if (facts.Targets[target.Key].Actions[request.ActionName].Rule is { } rule && Brokering.WhyNotDemanded(connectors, rule, RequestedCall.Of(request, target.Key)) is { } impossible)
                return impossible;

            var broken = request.BreakGlass(known, new BreakGlassOrder(ask.Minutes, reason.Value), run.Now);
            if (!broken.Succeeded)
                return broken.Refusal;
            run.Begin(request, broken.Value.Grant);
            run.Db.BreakGlassUses.Add(broken.Value.Use);
            var lender = broken.Value.Use.ForId is { } of ? await run.Db.People.Where(p => p.Id == of).Select(p => p.Name).SingleAsync(cancellation) : null;
            foreach (var note in BreakGlassNotes.Of(run.About, actor.Name, request, facts, broken.Value, target.Key, lender))
                run.Record(note);
            return broken.Value.Use.Id;
        }, cancellation);

    private static Refusal NotFound => new("not_found", "There is no such request for you.");
}
