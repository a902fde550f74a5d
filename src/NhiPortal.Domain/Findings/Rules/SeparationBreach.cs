using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>Business owner and IAM owner in one person.</summary>
public sealed class SeparationBreach : IFindingRule
{
    public string Name => "separation_breach";

    public string Title => "One person decides why and how";

    public Severity Severity => Severity.Medium;

    public string Explanation =>
        "The business owner, who says why the integration exists, is also the IAM owner, who says how its privilege is issued. On every way where the system owner is somebody else this still works, but one of two checks is gone. It closes when one of the roles is handed over.";

    public IReadOnlyList<string> Controls { get; } = ["PR.AA-05", "GOVERN 3.2", "AC-5", "A.5.3", "CC5.2"];

    public Fixer Fixer => Fixer.IamStaff;

    public int DaysToFix => 30;

    public Remedy Remedy => Remedy.OwnerCell;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now)
    {
        if (picture is not IntegrationPicture || picture.HolderOf(OwnerRole.BusinessOwner, now) is not { } person || picture.HolderOf(OwnerRole.IamOwner, now) != person)
            yield break;
        var name = picture.ControlPoints.First(point => point.Role == OwnerRole.IamOwner).Holder!.Name;
        yield return new FindingHit(picture.Subject(), $"{name} is both business owner and IAM owner of {picture.Key}.") { Role = OwnerRole.IamOwner, Person = person, Facts = [new("Person", name)] };
    }
}
