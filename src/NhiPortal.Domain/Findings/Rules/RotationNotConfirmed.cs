using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>The portal renews a credential itself, and a step is not proved for too long.</summary>
public sealed class RotationNotConfirmed : IFindingRule
{
    public string Name => "rotation_not_confirmed";

    public string Title => "A rotation is stuck";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "The portal is renewing a credential on its target, and the next step cannot be proved: the target or the vault does not answer, refuses, or still lets the old one in. Two secrets may be alive, or the users may lack the new one. The portal keeps trying. It closes when the step is proved, or the rotation is over.";

    public IReadOnlyList<string> Controls { get; } = ["NHI7:2025", "PR.AA-01", "IA-5", "A.5.17"];

    public Fixer Fixer => Fixer.IamOwner;

    public int DaysToFix => 1;

    public Remedy Remedy => Remedy.Rotation;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) =>
        from credential in picture is IntegrationPicture integration ? integration.Credentials : []
        where credential.RotationStuckSince is not null
        select new FindingHit(picture.Subject($"credential:{credential.Id}:rotation"), $"The rotation of {credential.Label} of {picture.Key} is stuck.")
        {
            Credential = credential.Id,
            Fixer = picture.HolderOf(OwnerRole.IamOwner, now),
            Facts = [new("Credential", credential.Label), new("What keeps it", credential.RotationTrouble ?? ""), new("Since", credential.RotationStuckSince!.Value.Day())],
        };
}
