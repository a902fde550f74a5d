namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A credential that was used although it had ended.</summary>
public sealed class CredentialUsedAfterEnd : IFindingRule
{
    public string Name => "credential_used_after_end";

    public string Title => "An ended credential is still in use";

    public Severity Severity => Severity.Critical;

    public string Explanation =>
        "A credential was used after it had expired, been revoked or been replaced: its target still lets it in, or somebody holds a copy that nobody moved over. It closes when a new end is entered that covers the use, and for a replaced one 90 days after it was replaced.";

    public IReadOnlyList<string> Controls { get; } = ["NHI1:2025", "NHI7:2025", "PR.AA-01", "IA-5", "A.5.17"];

    public Fixer Fixer => Fixer.IamOwner;

    public int DaysToFix => 2;

    public Remedy Remedy => Remedy.Credentials;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) => picture is not IntegrationPicture integration
        ? []
        : from credential in integration.Credentials
          let used = credential.LastUsedAt ?? DateTimeOffset.MinValue
          where !credential.IsFederated && used > credential.OverSince
          select new FindingHit(picture.Subject($"credential:{credential.Id}"), $"{credential.Label} of {picture.Key} ended on {credential.OverSince.Day()} and was used on {used.Day()}.")
          {
              Credential = credential.Id,
              Fixer = picture.HolderOf(Owners.OwnerRole.IamOwner, now),
              Facts = [new("Credential", credential.Label), new("Ended", credential.OverSince.Day()), new("Used", used.Day())],
          };
}
