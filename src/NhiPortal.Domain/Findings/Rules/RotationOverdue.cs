using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A credential past the day it had to be renewed.</summary>
public sealed class RotationOverdue : IFindingRule
{
    public string Name => "rotation_overdue";

    public string Title => "A credential should have been renewed";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "A secret or key was not renewed by the day its rotation schedule says (without one, 30 days for agents and vendors and 90 days for the others), or has expired and was not replaced. It closes when the rotation is closed.";

    public IReadOnlyList<string> Controls { get; } = ["NHI7:2025", "PR.AA-01", "IA-5", "A.5.17", "CC6.1"];

    public Fixer Fixer => Fixer.IamOwner;

    public int DaysToFix => 14;

    public Remedy Remedy => Remedy.Rotation;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) => picture is not IntegrationPicture integration || integration.Status == IntegrationStatus.Retired
        ? []
        : from credential in integration.Credentials
          where credential.IsRotationOverdue(integration.Kind, now)
          select new FindingHit(picture.Subject($"credential:{credential.Id}"), $"{credential.Label} of {picture.Key} had to be renewed by {credential.RotateBy(integration.Kind).Day()}.")
          {
              Credential = credential.Id,
              Fixer = picture.HolderOf(OwnerRole.IamOwner, now),
              Facts = [new("Credential", credential.Label), new("Last renewed", credential.LastRotatedAt?.Day() ?? "never"), new("Renew by", credential.RotateBy(integration.Kind).Day())],
          };
}
