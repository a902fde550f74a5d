using System.Text.Json;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Policy;

/// <summary>One way from an integration to a target, and what it is called before whoever looks.</summary>
internal sealed record Way(TenantId Tenant, IntegrationId Integration, TargetId Target, string TargetKey, string Action, RiskLevel Risk, string Where);

/// <summary>
/// Of each rule the ways with the fewest people, judged as a request over each of them would be now: by the rule that decides,
/// with separation of duties, tenants and stand-ins. A bound keeps a portal of a hundred thousand integrations fast.
/// </summary>
internal sealed class NearestWays
{
    private const int MostOfARule = 40, MostAtOnce = 40, Most = 400;
    private readonly Dictionary<ApprovalRule, PriorityQueue<Way, int>> nearest = new(ReferenceEqualityComparer.Instance);

    public void Add(ApprovalRule rule, Way way, Func<OwnerRole, int> people)
    {
        if (!nearest.TryGetValue(rule, out var kept))
            nearest[rule] = kept = new PriorityQueue<Way, int>();
        // The way with the most people goes first when there are too many.
        kept.Enqueue(way, -rule.Stages.Min(stage => people(stage.Role) - stage.Quorum));
        if (kept.Count > MostOfARule)
            kept.Dequeue();
    }

    /// <summary>For each rule its stages in their order.</summary>
    public async Task<IReadOnlyDictionary<ApprovalRule, IReadOnlyList<StageTurn>>> TurnsAsync(PortalDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var found = new Dictionary<ApprovalRule, List<(string Where, int[] People)>>(nearest.Comparer);
        var ways = nearest.SelectMany(each => each.Value.UnorderedItems, (each, way) => (Rule: each.Key, Way: way.Element)).Take(Most);
        foreach (var some in ways.Chunk(MostAtOnce))
        {
            var requests = some.Select(each => (each.Rule, each.Way, Request: Asked(each.Way, each.Rule, now))).ToList();
            var deciders = await db.DecidersAsync([.. requests.Select(each => each.Request)], now, cancellation);
            foreach (var (rule, way, request) in requests)
            {
                if (!found.TryGetValue(rule, out var turns))
                    found[rule] = turns = [];
                // Each stage alone: who answers first must not decide who is counted.
                turns.Add((way.Where, [.. request.Stages.Select(stage => deciders.Of(request, [stage]).Count(person => MayFill(request, stage, person)))]));
            }
        }

        return found.ToDictionary(each => each.Key, each => (IReadOnlyList<StageTurn>)[.. each.Key.Stages.Select((_, at) => Turn(each.Value, at))], nearest.Comparer);
    }

    private static bool MayFill(AccessRequest request, RequestStage stage, ApproverFacts person) =>
        Domain.Policy.Rules.SeparationRules.FirstBreach(request, person) is null
        && (person.RolesHeld.Contains(stage.Role) || person.Lent.Any(lent => lent.Role == stage.Role && Domain.Policy.Rules.SeparationRules.FirstBreach(request, lent.Lender) is null));

    private static StageTurn Turn(List<(string Where, int[] People)> ways, int stage)
    {
        var (where, people) = ways.MinBy(way => way.People[stage]);
        return new StageTurn(people[stage], where, ways.Select(way => way.People[stage]).Order().ElementAt(ways.Count / 2), ways.Count);
    }

    /// <summary>A request that nobody made, of no person and for nobody's account, over this way.</summary>
    private static AccessRequest Asked(Way way, ApprovalRule rule, DateTimeOffset now) => AccessRequest.Ask(new AskedFor
    {
        Tenant = way.Tenant,
        Integration = way.Integration,
        Workload = default,
        Target = way.Target,
        Call = new ActionCall(way.Action, way.TargetKey, "any", "any", new Dictionary<string, JsonElement>()),
        Parameters = "{}",
        Risk = way.Risk,
        Justification = "",
        Minutes = rule.LongestGrantMinutes,
        Rule = rule,
        PolicyVersion = 0,
        Basis = new Basis([]),
    }, now);
}
