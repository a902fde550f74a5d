using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A living credential that outlives what attribution can bear.</summary>
public sealed class LongLivedCredential : IFindingRule
{
    public string Name => "long_lived_credential";

    public string Title => "A credential lives too long";

    public Severity Severity => Severity.Medium;

    public string Explanation =>
        "A credential is valid for more than 90 days after it was renewed. Nobody can tell any more in whose hands it is, so attribution is unreliable: the log says which account acted, not who. It closes when the credential is replaced by a federated identity or one that lives shorter, or has ended.";

    public IReadOnlyList<string> Controls { get; } = ["NHI7:2025", "NHI4:2025", "PR.AA-01", "IA-5", "A.5.17"];

    public Fixer Fixer => Fixer.IamOwner;

    public int DaysToFix => 60;

    public Remedy Remedy => Remedy.Credentials;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) => picture is not IntegrationPicture integration || integration.Status == IntegrationStatus.Retired
        ? []
        : from credential in integration.Credentials
          where credential.LongLived && credential.IsHeld(now)
          select new FindingHit(picture.Subject($"credential:{credential.Id}"), $"{credential.Label} of {picture.Key} is valid until {credential.ExpiresAt.Day()}; who acts with it cannot be told reliably.")
          {
              Credential = credential.Id,
              Fixer = picture.HolderOf(OwnerRole.IamOwner, now),
              Facts = [new("Credential", credential.Label), new("Renewed", (credential.LastRotatedAt ?? credential.IssuedAt).Day()), new("Valid until", credential.ExpiresAt.Day())],
          };
}
