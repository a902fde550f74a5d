namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A grant has ended, and the target does not show that what it gave is gone.</summary>
public sealed class RevocationNotConfirmed : IFindingRule
{
    public string Name => "revocation_not_confirmed";

    public string Title => "Revocation not confirmed";

    public Severity Severity => Severity.Critical;

    public string Explanation =>
        "A grant has ended, or something nobody attended to was taken away, and the portal could not take back what it had given, or the target still shows it. Somebody may hold administrative access that nobody approves any more. The portal keeps trying. It closes when the target itself shows that it is gone.";

    public IReadOnlyList<string> Controls { get; } = ["PR.AA-05", "AC-2", "AC-2(3)", "A.5.18", "NHI1:2025"];

    public Fixer Fixer => Fixer.SecurityOperations;

    public int DaysToFix => 1;

    public Remedy Remedy => Remedy.Execution;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) => OfGrants(picture).Concat(
        from what in picture is IntegrationPicture integration ? integration.Untaken : []
        select new FindingHit(picture.Subject($"revocation:{what.Revocation}"), $"Nobody attended to {what.Label}, so it was taken away, and nothing shows that it is gone.")
        {
            Facts = [new("What is missing", what.Trouble), new("Since", what.Since.Day())],
        });

    private static IEnumerable<FindingHit> OfGrants(Picture picture) =>
        from what in picture is IntegrationPicture integration ? integration.Unconfirmed : []
        where what.Reverting
        select new FindingHit(picture.Subject($"execution:{what.Execution}:revert"), $"The grant of {picture.Key} on {what.TargetKey} has ended, and the target does not confirm that {what.Account} lost what it gave.")
        {
            Facts = [new("Target", what.TargetKey), new("Account", what.Account), new("What keeps it", what.Trouble), new("Since", what.Since.Day())],
            Target = what.Target,
        };
}
