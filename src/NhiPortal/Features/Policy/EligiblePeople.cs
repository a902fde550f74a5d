using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Policy;

/// <summary>How many people hold a stage's role where the fewest do, and where that is.</summary>
public sealed record StageReach(OwnerRole Role, int Quorum, int Fewest, string Where)
{
    public bool IsTooFew => Fewest < Quorum;

    /// <summary>How many of them, and of their stand-ins, could answer now; null where that was not judged.</summary>
    public StageTurn? Turn { get; init; }
}

/// <summary>How many people could answer a stage now, by every rule that decides then: where the fewest could, typically, and of how many ways that was judged.</summary>
public sealed record StageTurn(int Fewest, string Where, int Typical, int Judged);

/// <summary>For how many ways from an integration to a target a rule decides today, how many of them are closed by an ownership gap anyway, and its stages.</summary>
public sealed record RuleReach(string Rule, int Ways, int Closed, IReadOnlyList<StageReach> Stages)
{
    /// <summary>Of how many of them the rule wants the portal to carry out what no connector can, and one such way.</summary>
    public (int Ways, string Where) WithoutConnector { get; init; }
}

/// <summary>Reads who could answer what a policy asks for, over everything that integrations may do today.</summary>
public static class EligiblePeople
{
    /// <summary>The rules given must be of a policy that could be published; who could answer now is judged only when asked for.</summary>
    public static async Task<IReadOnlyList<RuleReach>> ReachAsync(
        this PortalDb db, Actor actor, IReadOnlyList<ApprovalRule> rules, bool judged, DateTimeOffset now, CancellationToken cancellation, Func<string, string, bool>? carriesOut = null)
    {
        var holders = await db.HoldersAsync(cancellation);
        var counts = rules.Select(rule => new Counts(rule)).ToList();
        var nearest = new NearestWays();
        var ways = (from path in db.Paths.AsNoTracking()
                    where path.RemovedAt == null
                    join integration in db.Integrations on path.IntegrationId equals integration.Id
                    where integration.Status == IntegrationStatus.Active
                    join tenant in db.Tenants on integration.TenantId equals tenant.Id
                    join target in db.Targets on path.TargetId equals target.Id
                    join action in db.Actions on path.ActionName equals action.Name
                    select new
                    {
                        Integration = integration.Id,
                        integration.Key,
                        integration.Kind,
                        integration.TenantId,
                        Tenant = tenant.Key,
                        Target = target.Id,
                        TargetKey = target.Key,
                        target.Criticality,
                        target.Environment,
                        Action = action.Name,
                        action.Class,
                        action.Risk,
                    }).Distinct();
        await foreach (var way in ways.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var subject = new PolicySubject(way.Kind, way.Class, way.Risk, way.Criticality, way.Environment, way.Tenant);
            if (counts.Find(count => count.Rule.Matches(subject)) is not { } deciding)
                continue;
            OwnerFact? Owner(OwnerRole role, Guid thing) => holders[(role, thing)].FirstOrDefault();
            // A gap closes the way whatever the policy says, and is somebody's finding already.
            var closed = OwnershipGap.OnTheWay(
                way.Key, Owner(OwnerRole.BusinessOwner, way.Integration.Value), Owner(OwnerRole.IamOwner, way.Integration.Value), way.TargetKey, Owner(OwnerRole.SystemOwner, way.Target.Value), now) is not null;
            var where = actor.SeesTenant(way.TenantId) ? $"{way.Key} on {way.TargetKey}" : "an integration of another tenant";
            if (judged && !closed)
                nearest.Add(deciding.Rule, new Way(way.TenantId, way.Integration, way.Target, way.TargetKey, way.Action, way.Risk, where), role => People(role, way.Integration.Value, way.Target.Value));
            if (deciding.Rule.AlwaysBrokered && carriesOut?.Invoke(way.TargetKey, way.Action) == false)
                deciding.Lack(where);
            deciding.Count(closed, where, role => People(role, way.Integration.Value, way.Target.Value));
        }

        int People(OwnerRole role, Guid integration, Guid target) => holders[(role, integration)].Concat(holders[(role, target)]).Where(owner => owner.HoldsAt(now)).Select(owner => owner.Person).Distinct().Count();

        var turns = await nearest.TurnsAsync(db, now, cancellation);
        return [.. counts.Select(count => count.Reach()).Select((reach, at) => turns.TryGetValue(rules[at], out var found)
            ? reach with { Stages = [.. reach.Stages.Select((stage, number) => stage with { Turn = found[number] })] }
            : reach)];
    }

    /// <summary>Why the rules must not be published: what they ask for nobody, or too few, could answer.</summary>
    public static async Task<Refusal?> WhyNobodyAsync(this Work run, IReadOnlyList<ApprovalRule> rules, CancellationToken cancellation)
    {
        var lacking = (from rule in await run.Db.ReachAsync(run.Actor, rules, judged: false, run.Now, cancellation) from stage in rule.Stages where stage.IsTooFew select (rule.Rule, Stage: stage)).ToList();
        if (lacking is not [var (name, first), ..])
            return null;
        var more = lacking.Count == 1 ? "" : $" {lacking.Count - 1} more stages lack people.";
        var there = first.Fewest switch { 0 => "nobody can answer", 1 => "only 1 person can answer", var few => $"only {few} people can answer" };
        return new Refusal("nobody_eligible", $"Rule \"{name}\" asks {(first.Quorum == 1 ? "the" : $"{first.Quorum} people as")} {first.Role.InSentence()}, but for {first.Where} {there}.{more} Name owners first, or ask for others.");
    }

    private static async Task<ILookup<(OwnerRole, Guid), OwnerFact>> HoldersAsync(this PortalDb db, CancellationToken cancellation) =>
        (await (from ownership in db.Ownerships.AsNoTracking()
                where ownership.ClosedAt == null && ownership.AcceptedAt != null
                join person in db.People.IgnoreAutoIncludes() on ownership.PersonId equals person.Id
                select new { Ownership = ownership, Person = person }).ToListAsync(cancellation))
        .ToLookup(row => (row.Ownership.Role, row.Ownership.IntegrationId?.Value ?? row.Ownership.TargetId!.Value.Value), row => OwnerFact.Of(row.Ownership, row.Person));

    private sealed class Counts(ApprovalRule rule)
    {
        private readonly (int Fewest, string Where)[] stages = [.. rule.Stages.Select(_ => (int.MaxValue, ""))];
        private int ways, closed, lacking;
        private string lackingWhere = "";

        public ApprovalRule Rule => rule;

        public void Lack(string where) => (lacking, lackingWhere) = (lacking + 1, lacking == 0 ? where : lackingWhere);

        public void Count(bool isClosed, string where, Func<OwnerRole, int> people)
        {
            ways++;
            if (isClosed)
            {
                closed++;
                return;
            }

            for (var at = 0; at < stages.Length; at++)
                if (people(rule.Stages[at].Role) is var found && found < stages[at].Fewest)
                    stages[at] = (found, where);
        }

        /// <summary>Stages nobody can reach today ask nobody.</summary>
        public RuleReach Reach() => new(rule.Name, ways, closed, ways == closed ? [] : [.. stages.Select((stage, at) => new StageReach(rule.Stages[at].Role, rule.Stages[at].Quorum, stage.Fewest, stage.Where))]) { WithoutConnector = (lacking, lackingWhere) };
    }
}
