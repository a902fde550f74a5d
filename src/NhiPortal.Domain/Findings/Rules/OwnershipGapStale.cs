using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A control point whose holder stopped confirming it.</summary>
public sealed class OwnershipGapStale : IFindingRule
{
    public string Name => "ownership_gap_stale";

    public string Title => "The ownership has lapsed";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "The owner did not confirm the ownership in time, nor in the days of grace after. Silence is not consent, so what depends on it is denied. It closes when somebody accepts a new nomination.";

    public IReadOnlyList<string> Controls { get; } = ["NHI1:2025", "GV.RR-02", "GOVERN 1.5", "AC-2", "A.5.18"];

    public Fixer Fixer => Fixer.IamStaff;

    public int DaysToFix => 7;

    public Remedy Remedy => Remedy.OwnerCell;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) => picture.OpenGaps(GapKind.Stale, now);
}
