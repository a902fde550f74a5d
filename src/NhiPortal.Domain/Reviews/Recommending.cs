using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Reviews;

/// <summary>What the facts speak for, and why in words.</summary>
public sealed record Advice(Recommendation For, IReadOnlyList<string> Reasons);

/// <summary>The one rule behind every recommendation: pure over the facts a reviewer sees.</summary>
public static class Recommending
{
    public static readonly TimeSpan Idle = TimeSpan.FromDays(90), OldKey = TimeSpan.FromDays(180);

    public static Advice Of(ReviewFacts facts, string? pattern)
    {
        if (facts.Status == IntegrationStatus.Retired)
            return new(Recommendation.Revoke, ["The integration is retired."]);
        if (Unused(facts) is { } unused)
            return facts.Stale.Count > 0 ? new(Recommendation.LookCloser, [unused, .. facts.Stale]) : new(Recommendation.Revoke, [unused]);
        if (facts.Key is { } key && KeyTrouble(key, facts.TakenAt).ToList() is { Count: > 0 } trouble)
            return new(Recommendation.KeepAndRotate, trouble);
        if (facts.Stale.Count > 0)
            return new(Recommendation.LookCloser, facts.Stale);
        if (pattern == "*" && facts.Key is null)
            return new(Recommendation.Reduce, ["It covers every resource there is; name those that are needed."]);
        List<string> reasons = [facts.LastUsed is { } used ? $"Last used {used:yyyy-MM-dd}." : "It is new; no use is expected yet."];
        if (facts.Owners.Any(owner => owner.State is OwnershipState.Lapsed or OwnershipState.Overdue))
            reasons.Add("An owner has not confirmed it in time.");
        return new(Recommendation.Keep, reasons);
    }

    private static string? Unused(ReviewFacts facts) => facts.LastUsed is { } used
        ? facts.TakenAt - used > Idle ? $"Not used since {used:yyyy-MM-dd}." : null
        : facts.LiveGrants == 0 && !(facts.TakenAt - facts.Since <= Idle) ? "No use of it is known." : null;

    private static IEnumerable<string> KeyTrouble(ReviewKey key, DateTimeOffset now)
    {
        if (now - (key.Rotated ?? key.Issued) > OldKey)
            yield return $"Not renewed since {key.Rotated ?? key.Issued:yyyy-MM-dd}.";
        if (key.LongLived && key.Expires is null)
            yield return "It never ends.";
        if (key.Shared)
            yield return "Several hold it.";
    }
}
