using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Integrations;

/// <summary>
/// Reads one page of the integrations an actor may see, whatever the filter, order and place, from covering indexes
/// alone. Every list of integrations starts here and reads the rest for the page's ids only.
/// </summary>
public sealed class IntegrationPageQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    /// <summary>From this many on, counts are remembered; below, they are always exact.</summary>
    private const long Many = 5000;

    private const int MostRemembered = 200;

    /// <summary>Counts are good for a moment whatever happens, and for longer while the feed tells of no change to them.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3), Longest = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Counted> memory = [];

    public async Task<IntegrationPage> RunAsync(
        Actor actor, IntegrationFilter filter, IntegrationOrder order, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var walk = await IntegrationWalk.StartAsync(db, actor, filter, cancellation);
        var counted = await CountedAsync(db, walk, cancellation);
        var stretches = Stretches(counted, filter, order);
        var entries = new List<IntegrationEntry>(take);
        foreach (var (example, count) in stretches)
        {
            if (skip >= count)
            {
                skip -= (int)count;
                continue;
            }

            await foreach (var entry in walk.Stretch(example, order, skip, take - entries.Count).WithCancellation(cancellation))
                entries.Add(entry);
            skip = 0;
            if (entries.Count >= take)
                break;
        }

        var standings = counted.Where(group => filter.PassesButStanding(group.Example)).ToLookup(group => group.Example.Standing, group => group.Count);
        return new(entries, stretches.Sum(stretch => stretch.Count), Enum.GetValues<Standing>().ToDictionary(standing => standing, standing => standings[standing].Sum()));
    }

    /// <summary>Everything under the filter, in order, while it is read: for files.</summary>
    public async IAsyncEnumerable<IntegrationEntry> AllAsync(
        Actor actor, IntegrationFilter filter, IntegrationOrder order, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var walk = await IntegrationWalk.StartAsync(db, actor, filter, cancellation);
        foreach (var (example, _) in Stretches(await CountedAsync(db, walk, cancellation), filter, order))
            await foreach (var entry in walk.Stretch(example, order, 0, int.MaxValue).WithCancellation(cancellation))
                yield return entry;
    }

    private static List<(IntegrationEntry Example, long Count)> Stretches(IReadOnlyList<FacetGroup> counted, IntegrationFilter filter, IntegrationOrder order)
    {
        var stretches = counted.Where(group => filter.Passes(group.Example)).GroupBy(group => group.Example.SortValue(order.By), StringComparer.Ordinal)
            .OrderBy(stretch => stretch.Key, StringComparer.Ordinal).Select(stretch => (stretch.First().Example, stretch.Sum(group => group.Count))).ToList();
        if (order.Descending)
            stretches.Reverse();
        return stretches;
    }

    private async Task<IReadOnlyList<FacetGroup>> CountedAsync(PortalDb db, IntegrationWalk walk, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (!memory.TryGetValue(walk.Name, out var known) || !await HoldsAsync(db, known, now, cancellation))
        {
            var clock = await db.ChangeClocks.Where(row => row.Id == 1).Select(row => row.Value).SingleAsync(cancellation);
            known = new(now, clock, await walk.CountAsync(cancellation));
            if (memory.Count >= MostRemembered)
                memory.Clear();
            if (known.Groups.Sum(group => group.Count) >= Many)
                memory[walk.Name] = known;
        }

        return [.. known.Groups.Where(group => walk.Sees(group.Example.Tenant))];
    }

    private static async Task<bool> HoldsAsync(PortalDb db, Counted known, DateTimeOffset now, CancellationToken cancellation) =>
        now - known.At <= Moment || (now - known.At <= Longest
            && !await db.Changes.AnyAsync(change => change.Seq > known.Clock && (change.Kind == ChangeKind.Integration || change.Kind == ChangeKind.Target), cancellation));

    private sealed record Counted(DateTimeOffset At, long Clock, IReadOnlyList<FacetGroup> Groups);
}
