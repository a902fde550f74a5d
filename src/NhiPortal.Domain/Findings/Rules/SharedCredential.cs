using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A credential that several integrations hold.</summary>
public sealed class SharedCredential : IFindingRule
{
    public string Name => "shared_credential";

    public string Title => "Integrations share a credential";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "Several integrations take their credential from the same place in a vault, or its entry says that several hold it. What one does looks like the others, and a theft from one is a theft from all. It closes when each has its own.";

    public IReadOnlyList<string> Controls { get; } = ["NHI9:2025", "NHI8:2025", "PR.AA-01", "IA-5", "A.5.16"];

    public Fixer Fixer => Fixer.IamOwner;

    public int DaysToFix => 30;

    public Remedy Remedy => Remedy.Credentials;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) => picture is not IntegrationPicture integration || integration.Status == IntegrationStatus.Retired
        ? []
        : from credential in integration.Credentials
          where !credential.IsFederated && credential.EndedAt is null && (credential.Shared || credential.SharedWith.Count > 0)
          let others = credential.SharedWith.Count > 0 ? string.Join(", ", credential.SharedWith) : "others, says its entry"
          select new FindingHit(picture.Subject($"credential:{credential.Id}"), $"{credential.Label} of {picture.Key} is also held by {others}.")
          {
              Credential = credential.Id,
              Fixer = picture.HolderOf(OwnerRole.IamOwner, now),
              Facts = [new("Credential", credential.Label), new("Shared with", others)],
          };
}
