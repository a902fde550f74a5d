using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.BreakGlass;

/// <summary>Reads what the rules of break-glass ask of one person before one request, for the screen and for the click alike.</summary>
public static class BreakGlassFactsQuery
{
    public static async Task<BreakGlassFacts> BreakGlassFactsAsync(
        this PortalDb db, AccessRequest request, TargetSystem target, AccessFacts facts, PersonId person, DateTimeOffset now, CancellationToken cancellation)
    {
        var way = facts.Targets.GetValueOrDefault(target.Key);
        var rule = way?.Actions.ContainsKey(request.ActionName) == true ? await db.RuleForAsync(facts, way, request.ActionName, cancellation) : null;
        var owner = way?.SystemOwner is { } held && held.HoldsAt(now) ? held.Person : person;
        var known = await db.ApproverFactsAsync([request], [.. new[] { person, owner }.Distinct()], now, cancellation);
        // Being named once is not enough: a guest answers for nothing.
        var own = await db.People.AnyAsync(p => p.Id == person && !p.External, cancellation);
        var deputy = own && owner != person && await db.Ownerships.AnyAsync(
            o => o.TargetId == target.Id && o.Role == OwnerRole.SystemOwner && o.PersonId == owner && o.DeputyId == person && o.ClosedAt == null && o.AcceptedAt != null, cancellation);
        return new BreakGlassFacts
        {
            Person = known[(request.Id, person)],
            Policy = rule is { Succeeded: true } ? (rule.Value.Rule.EmergencyAllowed, rule.Value.Rule.LongestGrantMinutes) : null,
            DebtOpen = await db.OwesReviewAsync(target.Id, cancellation),
            DutyChief = own ? target.DutyChiefId : null,
            DeputyFor = deputy ? known[(request.Id, owner)] : null,
        };
    }

    /// <summary>Whether a use of break-glass on this target waits for its review.</summary>
    public static Task<bool> OwesReviewAsync(this PortalDb db, TargetId target, CancellationToken cancellation) =>
        db.BreakGlassUses.AnyAsync(u => u.TargetId == target && u.ReviewedAt == null, cancellation);

    /// <summary>Why an ask cannot be called an emergency; a workload is told the same that a person would be.</summary>
    public static async Task<Refusal?> WhyNoEmergencyAsync(this PortalDb db, RuleInForce rule, TargetId target, CancellationToken cancellation) => !rule.Rule.EmergencyAllowed
        ? new("emergency_not_allowed", "The policy allows no emergency access here. Ask without requested_access.emergency.")
        : await db.OwesReviewAsync(target, cancellation) ? BreakGlassRules.Debt : null;
}
