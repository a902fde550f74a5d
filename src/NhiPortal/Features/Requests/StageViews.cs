using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy.Rules;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>Reads where each stage stands and, while it waits, who can answer it by the rules that will judge the click.</summary>
public static class StageViews
{
    public static async Task<IReadOnlyList<StageView>> StageViewsAsync(
        this PortalDb db, AccessRequest request, Func<PersonId?, NamedPerson?> name, DateTimeOffset now, CancellationToken cancellation)
    {
        var pending = request.Status == RequestStatus.Pending && now < request.ExpiresAt;
        var open = pending ? request.OpenStages() : [];
        var candidates = pending ? await db.CandidatesAsync(request, now, cancellation) : [];
        var away = pending ? await db.AwayAsync(request.TenantId, candidates, now, cancellation) : [];
        return [.. request.Stages.OrderBy(stage => stage.Order).ThenBy(stage => stage.Number).Select(stage =>
        {
            var decisions = request.Decisions.Where(d => d.Stage == stage.Number).OrderBy(d => d.DecidedAt).ToList();
            var state = decisions.Exists(d => d.Verdict == Verdict.Deny) ? StageState.Refused
                : request.IsComplete(stage) ? StageState.Done
                : open.Contains(stage) ? StageState.Open
                : pending ? StageState.Later : StageState.NotAnswered;
            var fitting = state is StageState.Open or StageState.Later
                ? candidates.Where(candidate => (candidate.Facts.RolesHeld.Contains(stage.Role) || candidate.Facts.Lent.Any(lent => lent.Role == stage.Role)) && !decisions.Exists(d => d.PersonId == candidate.Facts.Person)).ToList()
                : [];
            return new StageView(stage.Number, stage.Order, stage.Role, stage.Quorum, state)
            {
                Decisions = [.. decisions.Select(d => new DecisionView(name(d.PersonId)?.Name ?? "", d.Role, d.Verdict, d.Minutes, d.Reason, d.DecidedAt) { For = name(d.ForId)?.Name })],
                Escalations = [.. request.Escalations.Where(step => step.Stage == stage.Number).OrderBy(step => step.At).ThenBy(step => step.Step)
                    .Select(step => new EscalationView(step.At, EscalationWords.Told(step.Step, step.To, person => name(person)?.Name ?? ""), step.WaitedMinutes))],
                NobodySince = state is StageState.Open or StageState.Later && request.Unanswerable.Contains(stage.Role) ? request.UnanswerableSince : null,
                Away = [.. away.Where(lent => fitting.Exists(candidate => candidate.Facts.Person == lent.Lender) && (lent.Role is null || lent.Role == stage.Role)).Select(lent => lent.View)],
                Able = [.. fitting.Where(candidate => candidate.Breach is null).Select(candidate => candidate.Name)],
                Barred = [.. fitting.Where(candidate => candidate.Breach is not null).Select(candidate => (candidate.Name, SeparationRules.InShort(candidate.Breach!.Code) ?? ""))],
            };
        })];
    }

    private sealed record Lent(PersonId Lender, OwnerRole? Role, AwayView View);

    /// <summary>Who of these lends their roles now; what is handed over for one request alone says nothing of being away.</summary>
    private static async Task<IReadOnlyList<Lent>> AwayAsync(this PortalDb db, TenantId tenant, IReadOnlyList<Candidate> candidates, DateTimeOffset now, CancellationToken cancellation)
    {
        var people = candidates.Select(candidate => candidate.Facts.Person).ToList();
        var lent = await (from delegation in db.Delegations.AsNoTracking().Where(Delegation.LendsAt(now))
                          where people.Contains(delegation.LenderId) && delegation.TenantId == tenant && delegation.RequestId == null
                          join standIn in db.People.IgnoreAutoIncludes() on delegation.StandInId equals standIn.Id
                          orderby delegation.Until
                          select new { delegation.LenderId, delegation.Role, delegation.Until, standIn.Name }).ToListAsync(cancellation);
        return [.. lent.Select(row => new Lent(row.LenderId, row.Role, new AwayView(candidates.First(candidate => candidate.Facts.Person == row.LenderId).Name, row.Until, row.Name)))];
    }

    private sealed record Candidate(string Name, ApproverFacts Facts, Refusal? Breach);

    private static async Task<IReadOnlyList<Candidate>> CandidatesAsync(
        this PortalDb db, AccessRequest request, DateTimeOffset now, CancellationToken cancellation)
    {
        var roles = request.Stages.Select(stage => stage.Role).Distinct().ToList();
        var holders = await (from o in db.Ownerships.AsNoTracking()
                             where o.ClosedAt == null && o.AcceptedAt != null && roles.Contains(o.Role)
                                 && (o.IntegrationId == request.IntegrationId || o.TargetId == request.TargetId)
                             join p in db.People.IgnoreAutoIncludes() on o.PersonId equals p.Id
                             select new { p.Id, p.Name }).Distinct().ToListAsync(cancellation);
        var lenders = holders.ConvertAll(holder => holder.Id);
        holders = [.. holders.UnionBy(await (from d in db.Delegations.AsNoTracking().Where(Delegation.LendsAt(now))
                                              where lenders.Contains(d.LenderId) && d.TenantId == request.TenantId && (d.RequestId == null || d.RequestId == request.Id)
                                              join p in db.People.IgnoreAutoIncludes() on d.StandInId equals p.Id
                                              select new { p.Id, p.Name }).ToListAsync(cancellation), holder => holder.Id)];
        var facts = await db.ApproverFactsAsync([request], [.. holders.Select(holder => holder.Id)], now, cancellation);
        return [.. holders.Select(holder => facts[(request.Id, holder.Id)] switch
        {
            var known => new Candidate(Named(holder.Name, known), known, SeparationRules.FirstBreach(request, known) ?? (request.TurnFor(known, now).Refusal is { Code: "lender_barred" } barred ? barred : null)),
        })];
    }

    private static string Named(string name, ApproverFacts facts) =>
        facts.RolesHeld.Count == 0 && facts.Lent.Count > 0 ? $"{name} for {string.Join(" and ", facts.Lent.Select(lent => lent.LenderName).Distinct())}" : name;
}
