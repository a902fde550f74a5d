namespace NhiPortal.Domain.Findings;

/// <summary>What a judgement did to one finding.</summary>
public enum FindingTurn
{
    Opened,
    Reopened,
    Closed,
    ExceptionEnded,

    /// <summary>The same cause in other words, or somebody else to put it right; worth keeping, not worth recording.</summary>
    Described,
}

/// <summary>
/// Brings the findings of one thing to what its picture says now: opens, reopens, closes. Pure; the same picture and the
/// same findings give the same turns in whatever order they come, and judging twice turns nothing.
/// </summary>
public static class FindingLedger
{
    /// <param name="picture">The thing as it is now.</param>
    /// <param name="known">Every finding there ever was of this very thing, closed ones included.</param>
    /// <param name="now">The moment judged.</param>
    public static IReadOnlyList<(Finding Finding, FindingTurn Turn)> Settle(Picture picture, IEnumerable<Finding> known, DateTimeOffset now) =>
        Settle(FindingRules.All, picture, known, now);

    internal static IReadOnlyList<(Finding Finding, FindingTurn Turn)> Settle(
        IEnumerable<IFindingRule> rules, Picture picture, IEnumerable<Finding> known, DateTimeOffset now)
    {
        var hits = rules.SelectMany(rule => rule.Judge(picture, now).Select(hit => (Rule: rule, Hit: hit)))
            .DistinctBy(found => (found.Rule.Name, found.Hit.Subject)).ToDictionary(found => (found.Rule.Name, found.Hit.Subject));
        var turns = new List<(Finding, FindingTurn)>();
        foreach (var finding in known)
            if ((hits.Remove((finding.Rule, finding.Subject), out var found) ? finding.Still(found.Rule, found.Hit, now) : finding.Gone(now)) is { } turn)
                turns.Add((finding, turn));
        turns.AddRange(hits.Values.Select(found => (Finding.Open(found.Rule, found.Hit, picture, now), FindingTurn.Opened)));
        return turns;
    }
}
