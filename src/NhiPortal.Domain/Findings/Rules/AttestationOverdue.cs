using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>An ownership past its due date that has not lapsed yet.</summary>
public sealed class AttestationOverdue : IFindingRule
{
    public string Name => "attestation_overdue";

    public string Title => "An owner is overdue with confirming";

    public Severity Severity => Severity.Medium;

    public string Explanation =>
        "An owner should have confirmed by now that the ownership is still theirs. It still counts for the days of grace, then it lapses and everything that depends on it is denied. It closes when the owner confirms, or somebody else takes over.";

    public IReadOnlyList<string> Controls { get; } = ["GV.RR-02", "GOVERN 1.5", "AC-2", "A.5.18"];

    public Fixer Fixer => Fixer.IamOwner;

    public int DaysToFix => 7;

    public Remedy Remedy => Remedy.OwnerCell;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) =>
        from point in picture.ControlPoints
        where point.Holder is { AttestationDue: not null } && point.Gap(now) is null && now >= point.Holder.AttestationDue
        let holder = point.Holder
        select new FindingHit(picture.Subject(point.Role.Token()), $"{holder.Name} should have confirmed to be {point.Role.InSentence()} of {point.Thing} by {holder.AttestationDue!.Value.Day()}.")
        {
            Role = point.Role,
            Person = holder.Person,
            Fixer = holder.Person,
            Facts = [new("Role", point.Role.Title()), new("Due", holder.AttestationDue.Value.Day()), new("Lapses", holder.HoldsUntil!.Value.Day())],
        };
}
