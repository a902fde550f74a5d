using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A living secret in a vendor's hands.</summary>
public sealed class VendorStandingCredential : IFindingRule
{
    public string Name => "vendor_standing_credential";

    public string Title => "A vendor holds a standing credential";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "A vendor-operated integration holds a secret or key of its own instead of an identity its issuer vouches for each time. Whoever has it at the vendor can act until it ends. It closes when the credential is replaced by a federated identity, or has ended.";

    public IReadOnlyList<string> Controls { get; } = ["NHI3:2025", "NHI7:2025", "GV.SC-07", "GOVERN 6.1", "A.5.19"];

    public Fixer Fixer => Fixer.IamOwner;

    public int DaysToFix => 30;

    public Remedy Remedy => Remedy.Credentials;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) => picture is not IntegrationPicture { Kind: IntegrationKind.VendorOperated, Governed: true } integration
        ? []
        : from credential in integration.Credentials
          where !credential.IsFederated && credential.IsHeld(now)
          select new FindingHit(picture.Subject($"credential:{credential.Id}"), $"{integration.Vendor?.Name ?? "The vendor"} holds {credential.Label} for {picture.Key} until {credential.ExpiresAt.Day()}.")
          {
              Credential = credential.Id,
              Fixer = picture.HolderOf(OwnerRole.IamOwner, now),
              Facts = [new("Credential", credential.Label), new("Valid until", credential.ExpiresAt.Day())],
          };
}
