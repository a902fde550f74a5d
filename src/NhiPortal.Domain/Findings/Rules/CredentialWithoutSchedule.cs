using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A secret that no rotation rule fits.</summary>
public sealed class CredentialWithoutSchedule : IFindingRule
{
    public string Name => "credential_without_schedule";

    public string Title => "Nothing says when a credential is renewed";

    public Severity Severity => Severity.Medium;

    public string Explanation =>
        "No rotation rule fits the credential and it has no schedule of its own, so nobody is ever reminded to renew it. It closes when a rule fits it or it is given a schedule.";

    public IReadOnlyList<string> Controls { get; } = ["NHI7:2025", "PR.AA-01", "IA-5", "A.5.17"];

    public Fixer Fixer => Fixer.IamOwner;

    public int DaysToFix => 30;

    public Remedy Remedy => Remedy.Credentials;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) => picture is not IntegrationPicture integration || integration.Status == IntegrationStatus.Retired
        ? []
        : from credential in integration.Credentials
          where credential is { IsFederated: false, Planned: true, DueAt: null, EndedAt: null }
          select new FindingHit(picture.Subject($"credential:{credential.Id}"), $"No schedule says when {credential.Label} of {picture.Key} is renewed.")
          {
              Credential = credential.Id,
              Fixer = picture.HolderOf(OwnerRole.IamOwner, now),
              Facts = [new("Credential", credential.Label)],
          };
}
