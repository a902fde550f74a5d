using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Policy;

/// <summary>One past ask that would have gone another way.</summary>
public sealed record SimulatedRow(string Href, string Action, string Resource, string Integration, string Target, DateTimeOffset At, IReadOnlyList<SimulatedEffect> Effects);

/// <summary>How many past asks would have gone how, and one page of those asked for.</summary>
public sealed record Simulation(int Asks, int Refused, IReadOnlyDictionary<SimulatedEffect, int> Counts, IReadOnlyList<SimulatedRow> Rows, int Fitting)
{
    /// <summary>The oldest were left out, because there were more than are looked at.</summary>
    public bool IsCut { get; init; }
}

/// <summary>
/// What rules would have done to the requests of the last 90 days that a person may see, and to the asks that policy
/// refused. Requests go by one at a time, so memory does not grow with them.
/// </summary>
public sealed class SimulationQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public const int Days = 90;
    private const int MostAsks = 200_000, MostRefusals = 10_000;

    public async Task<Simulation?> RunAsync(
        Actor actor, IReadOnlyList<ApprovalRule> rules, SimulatedEffect? effect, int skip, int take, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeePolicies) || ApprovalPolicy.Create(rules) is not { Succeeded: true } policy)
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (simulation, since) = (new PolicySimulation(policy.Value), time.GetUtcNow().AddDays(-Days));
        var counts = Enum.GetValues<SimulatedEffect>().ToDictionary(each => each, _ => 0);
        var page = new List<(PastThing Thing, IReadOnlyList<SimulatedEffect> Effects)>();
        int asks = 0, refused = 0, fitting = 0;
        void Judge(PastThing past)
        {
            var effects = simulation.Of(past.ToAsk());
            asks++;
            refused += past.Approvers is null ? 1 : 0;
            foreach (var each in effects)
                counts[each]++;
            // Without a wish, whatever would have gone another way.
            if ((effect is { } wanted ? effects.Contains(wanted) : effects is not [SimulatedEffect.Same]) && fitting++ >= skip && page.Count < take)
                page.Add((past, effects));
        }

        await foreach (var past in db.PastRequests(actor, since).Take(MostAsks).AsAsyncEnumerable().WithCancellation(cancellation))
            Judge(past);
        await foreach (var past in db.PastRefusalsAsync(actor, since, MostRefusals, cancellation))
            Judge(past);

        return new Simulation(asks, refused, counts, [.. page.Select(row => row.Thing.ToRow(row.Effects))], fitting) { IsCut = asks - refused >= MostAsks };
    }
}
