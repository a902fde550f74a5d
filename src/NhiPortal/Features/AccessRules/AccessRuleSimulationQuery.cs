using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.AccessRules;

/// <summary>One recorded decision that these rules would have turned.</summary>
public sealed record TurnedDecision(Guid Event, DateTimeOffset At, string Integration, string Action, string Resource, string Target, bool WasAllowed, RuleAnswer Answer, string? Rule);

/// <summary>How often rules would have answered what, of what was allowed and of what was denied, and the newest of those that they would have turned.</summary>
public sealed record AccessRuleSimulation(int Decisions, IReadOnlyDictionary<(RuleAnswer? Answer, bool WasAllowed), int> Counts, int InDoubt, IReadOnlyList<TurnedDecision> Turned);

/// <summary>What rules would have answered to the newest decisions on record. The record keeps no properties that callers said: what rests on those is in doubt.</summary>
public sealed class AccessRuleSimulationQuery(IDbContextFactory<PortalDb> databases)
{
    public const int MostDecisions = 1000;
    private const int LookedAt = 5000, MostTurned = 25;

    public async Task<AccessRuleSimulation?> RunAsync(Actor actor, TenantId tenant, string pack, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeePolicies) || !actor.SeesTenant(tenant))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var catalogue = await db.CatalogueAsync(cancellation);
        if (RulePack.Parse(pack) is not { Succeeded: true } read || read.Value.Check() is not { Succeeded: true } rules)
            return null;
        var counts = new Dictionary<(RuleAnswer?, bool), int>();
        var turned = new List<TurnedDecision>();
        var (decisions, doubts) = (0, 0);
        foreach (var (kind, allowed) in new[] { ("access.allowed", true), ("access.denied", false) })
        {
            // The newest of all tenants first, so that a quiet tenant costs no walk through the whole log.
            var newest = db.AuditEvents.AsNoTracking().Where(e => e.Kind == kind).OrderByDescending(e => e.Id).Take(LookedAt);
            var told = await (from e in newest.InTenants([tenant])
                              join integration in db.Integrations on e.IntegrationId equals integration.Id
                              join target in db.Targets on e.TargetId equals target.Id
                              orderby e.Id descending
                              select new { e.EventId, e.At, e.Body, integration.Key, integration.Kind, Target = target.Key, target.Criticality, target.Environment }).Take(MostDecisions / 2).ToListAsync(cancellation);
            foreach (var row in told)
            {
                var facts = AuditBody.Parse(row.Body).Facts;
                if (facts?.GetValueOrDefault("action") is not { } name || !catalogue.TryGetValue(name, out var action) || facts.GetValueOrDefault("resource") is not { } resource)
                    continue;
                var verdict = rules.Value.Judge(RuleCall.OfRecord(new Dictionary<string, string>
                {
                    ["subject.type"] = "workload",
                    ["subject.id"] = row.Key,
                    ["subject.kind"] = RuleCall.Token(row.Kind),
                    ["action.name"] = name,
                    ["action.class"] = RuleCall.Token(action.Class),
                    ["action.risk"] = RuleCall.Token(action.Risk),
                    ["resource.type"] = action.ResourceType,
                    ["resource.id"] = resource[(resource.IndexOf('/', StringComparison.Ordinal) + 1)..],
                    ["resource.target"] = row.Target,
                    ["resource.criticality"] = RuleCall.Token(row.Criticality),
                    ["resource.environment"] = RuleCall.Token(row.Environment),
                }));
                decisions++;
                doubts += verdict.InDoubt ? 1 : 0;
                counts[(verdict.Answer, allowed)] = counts.GetValueOrDefault((verdict.Answer, allowed)) + 1;
                if (verdict.Answer is { } answer && answer == (allowed ? RuleAnswer.Deny : RuleAnswer.Allow))
                    turned.Add(new TurnedDecision(row.EventId, row.At, row.Key, name, resource, row.Target, allowed, answer, verdict.Rule?.Name));
            }
        }

        return new AccessRuleSimulation(decisions, counts, doubts, [.. turned.OrderByDescending(row => row.At).Take(MostTurned)]);
    }
}
