using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A control point held by somebody outside the organisation.</summary>
public sealed class OwnershipGapVendorContact : IFindingRule
{
    public string Name => "ownership_gap_vendor_contact";

    public string Title => "The owner is a vendor's contact";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "The role is held by an employee of the vendor. Accountability cannot be bought: one of your own people must answer. It closes when one of them accepts the role.";

    public IReadOnlyList<string> Controls { get; } = ["NHI3:2025", "GV.SC-02", "GOVERN 6.1", "PS-7", "A.5.19"];

    public Fixer Fixer => Fixer.IamStaff;

    public int DaysToFix => 7;

    public Remedy Remedy => Remedy.OwnerCell;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) => picture.OpenGaps(GapKind.ExternalContact, now);
}
