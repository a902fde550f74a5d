using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A control point whose holder the directory no longer knows as active.</summary>
public sealed class OwnershipGapOwnerGone : IFindingRule
{
    public string Name => "ownership_gap_owner_gone";

    public string Title => "The owner is gone";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "Whoever holds the role has left or is disabled in the directory. Their word no longer counts, so what depends on it is denied. It closes when a deputy or somebody else accepts the role.";

    public IReadOnlyList<string> Controls { get; } = ["NHI1:2025", "GV.RR-04", "GOVERN 2.1", "PS-4", "PS-5"];

    public Fixer Fixer => Fixer.IamStaff;

    public int DaysToFix => 3;

    public Remedy Remedy => Remedy.OwnerCell;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) => picture.OpenGaps(GapKind.OwnerInactive, now);
}
