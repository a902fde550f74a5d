using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A way on which one person would check themselves.</summary>
public sealed class OwnershipGapOnePerson : IFindingRule
{
    public string Name => "ownership_gap_one_person";

    public string Title => "One person holds every role";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "Business owner, IAM owner and system owner on one way are the same person: nobody would check what they decide. Everything on that way is denied. It closes when one of the roles is handed to somebody else.";

    public IReadOnlyList<string> Controls { get; } = ["GV.RR-02", "PR.AA-05", "GOVERN 3.2", "AC-5", "A.5.3"];

    public Fixer Fixer => Fixer.IamStaff;

    public int DaysToFix => 14;

    public Remedy Remedy => Remedy.OwnerCell;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now)
    {
        if (picture is not IntegrationPicture { Governed: true } integration)
            yield break;
        OwnerFact? Own(OwnerRole role) => picture.ControlPoints.FirstOrDefault(point => point.Role == role)?.Holder?.Fact(role);
        foreach (var way in integration.Ways)
            if (OwnershipGap.OnTheWay(picture.Key, Own(OwnerRole.BusinessOwner), Own(OwnerRole.IamOwner), way.Key, way.Owner?.Fact(OwnerRole.SystemOwner), now) is { Kind: GapKind.SamePersonInAllRoles })
                yield return new FindingHit(picture.Subject($"one_person:{way.Id}"), $"{way.Owner!.Name} holds every owner role on the way from {picture.Key} to {way.Key}; nobody would check them.")
                {
                    Role = OwnerRole.SystemOwner,
                    Target = way.Id,
                    Person = way.Owner.Person,
                    Facts = [new("Person", way.Owner.Name), new("Target", way.Key)],
                };
    }
}
