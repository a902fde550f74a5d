using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A control point without a holder.</summary>
public sealed class OwnershipGapVacant : IFindingRule
{
    public string Name => "ownership_gap_vacant";

    public string Title => "Nobody owns it";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "A business owner, IAM owner or system owner is missing: nobody has accepted the role. Whatever depends on it is denied, and nobody would answer for what was done before. It closes when somebody accepts a nomination.";

    public IReadOnlyList<string> Controls { get; } = ["NHI1:2025", "GV.RR-02", "GOVERN 2.1", "AC-2", "A.5.9"];

    public Fixer Fixer => Fixer.IamStaff;

    public int DaysToFix => 7;

    public Remedy Remedy => Remedy.OwnerCell;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) => picture.OpenGaps(GapKind.Vacant, now);
}
