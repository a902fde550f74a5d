using System.Collections.Concurrent;
using NhiPortal.Connectors;
using NhiPortal.Domain.Executions;
using NhiPortal.Features.Discovery;

namespace NhiPortal.Features.Executions;

/// <summary>
/// Reads what a target shows about one account now, for people: briefly, once for all who look within the same seconds,
/// and never more than a few times at once on one target.
/// </summary>
public sealed class TargetSights(ConfiguredConnectors connectors, TimeProvider time)
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2), Shared = TimeSpan.FromSeconds(15);
    private const int AtOnceThere = 4, Most = 1000;
    private readonly ConcurrentDictionary<(string Target, TargetChange About), Look> looks = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> places = new(StringComparer.OrdinalIgnoreCase);

    private sealed record Look(DateTimeOffset Begun, Lazy<Task<TargetSight>> Seen);

    /// <param name="target">The key of a target whose connector acts.</param>
    /// <param name="about">What is to become so there.</param>
    /// <param name="again">What was seen a moment ago is not enough, unless somebody looks this very moment.</param>
    /// <param name="cancellation">Whoever leaves waits no longer; the look itself ends by its own limit.</param>
    public Task<TargetSight> ReadAsync(string target, TargetChange about, bool again, CancellationToken cancellation)
    {
        var (key, now, full) = ((target, about), time.GetUtcNow(), looks.Count > Most);
        foreach (var old in looks.Where(look => full || now - look.Value.Begun >= Shared))
            looks.TryRemove(old);
        Look New((string, TargetChange) _) => new(now, new(() => Task.Run(() => LookAsync(target, about), CancellationToken.None)));
        return looks.AddOrUpdate(key, New, (_, old) => again && old.Seen is { IsValueCreated: true, Value.IsCompleted: true } ? New(key) : old).Seen.Value.WaitAsync(cancellation);
    }

    private async Task<TargetSight> LookAsync(string target, TargetChange about)
    {
        var place = places.GetOrAdd(target, _ => new SemaphoreSlim(AtOnceThere));
        if (!place.Wait(0, CancellationToken.None))
            return Blind(about, "Several others look at it this very moment. Read it again in a few seconds.");
        using var limit = new CancellationTokenSource(Longest, time);
        try
        {
            var (resolved, shown) = await FreeingAsync(target, about, place, limit.Token).WaitAsync(limit.Token);
            return new() { About = resolved, Shown = shown, At = time.GetUtcNow() };
        }
        catch (OperationCanceledException)
        {
            return Blind(about, $"It did not answer within {Longest.TotalSeconds:0} seconds.");
        }
        catch (Exception error)
        {
            return Blind(about, FaultWords.Of(error));
        }
    }

    /// <summary>A client that ignores its limit keeps its place until it has really let go.</summary>
    private async Task<(TargetChange, TargetState)> FreeingAsync(string target, TargetChange about, SemaphoreSlim place, CancellationToken limit)
    {
        try
        {
            var connector = (IActingConnector)connectors.Open(target);
            var resolved = connector.Resolved(about);
            return (resolved, await connector.ReadStateAsync(resolved, limit));
        }
        finally
        {
            place.Release();
        }
    }

    private TargetSight Blind(TargetChange about, string fault) => new() { About = about, Fault = fault, At = time.GetUtcNow() };
}
