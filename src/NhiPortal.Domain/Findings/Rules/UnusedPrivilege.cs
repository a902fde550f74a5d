using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>Paths that an active integration leaves unused.</summary>
public sealed class UnusedPrivilege : IFindingRule
{
    public string Name => "unused_privilege";

    public string Title => "Privilege nobody uses";

    public Severity Severity => Severity.Medium;

    public string Explanation =>
        "The integration works, but has not used some of its paths for 90 days. A path nobody needs is only of use to a thief. It closes when the path is used or taken away.";

    public IReadOnlyList<string> Controls { get; } = ["NHI5:2025", "PR.AA-05", "AC-6", "AC-6(7)", "A.8.2"];

    public Fixer Fixer => Fixer.BusinessOwner;

    public int DaysToFix => 30;

    public Remedy Remedy => Remedy.Reach;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now)
    {
        if (picture is not IntegrationPicture integration || integration.UnusedPaths(now) is not { Count: > 0 } unused)
            yield break;
        yield return new FindingHit(
            picture.Subject(), $"{picture.Key} has not used {unused.Count} of its {integration.Paths.Count()} paths since {unused.Max(entry => entry.Path.LastUsedAt ?? entry.Path.ApprovedAt).Day()} or longer.")
        {
            Fixer = picture.HolderOf(OwnerRole.BusinessOwner, now),
            Facts = [.. unused.OrderBy(entry => entry.Way.Key, StringComparer.Ordinal).ThenBy(entry => entry.Path.Action, StringComparer.Ordinal).Take(20)
                .Select(entry => new FindingFact($"{entry.Path.Action} on {entry.Way.Key}", entry.Path.LastUsedAt is { } used ? $"last used {used.Day()}" : $"never used since {entry.Path.ApprovedAt.Day()}"))],
        };
    }
}
