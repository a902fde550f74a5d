using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A control point whose holder has no address, or one that takes no mail.</summary>
public sealed class OwnerUnreachable : IFindingRule
{
    public string Name => "owner_unreachable";

    public string Title => "An owner cannot be reached";

    public Severity Severity => Severity.Medium;

    public string Explanation =>
        "The owner has no mail address in the directory, or mail to it is refused, so no request, reminder or warning reaches them. It closes when the directory has another address, a mail arrives again, they sign in themselves, or somebody else takes over.";

    public IReadOnlyList<string> Controls { get; } = ["GV.RR-02", "GOVERN 2.1", "AC-2"];

    public Fixer Fixer => Fixer.IamStaff;

    public int DaysToFix => 14;

    public Remedy Remedy => Remedy.OwnerCell;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) =>
        from point in picture.ControlPoints
        where point.Holder is not null && point.Gap(now) is null
        let why = string.IsNullOrWhiteSpace(point.Holder!.Mail) ? "has no mail address." : point.Holder.UnreachableSince is null ? null : "cannot be reached: mail to their address is refused."
        where why is not null
        select new FindingHit(picture.Subject(point.Role.Token()), $"{point.Holder!.Name}, {point.Role.InSentence()} of {point.Thing}, {why}")
        {
            Role = point.Role,
            Person = point.Holder.Person,
            Facts = [new("Role", point.Role.Title())],
        };
}
