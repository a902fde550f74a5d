namespace NhiPortal.Domain.Findings.Rules;

/// <summary>An approved action was to be carried out by the portal, and the target does not show it.</summary>
public sealed class ExecutionNotConfirmed : IFindingRule
{
    public string Name => "execution_not_confirmed";

    public string Title => "Execution not confirmed";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "People approved an action, and the portal could not carry it out, or the target accepted it and does not show it. What was approved and what is so are different. The portal keeps trying until the grant ends. It closes when the target shows it, or the grant is over.";

    public IReadOnlyList<string> Controls { get; } = ["PR.AA-05", "AC-2", "AU-6", "A.8.15"];

    public Fixer Fixer => Fixer.SecurityOperations;

    public int DaysToFix => 1;

    public Remedy Remedy => Remedy.Execution;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) =>
        from what in picture is IntegrationPicture integration ? integration.Unconfirmed : []
        where !what.Reverting
        select new FindingHit(picture.Subject($"execution:{what.Execution}:apply"), $"{picture.Key} was granted an action on {what.TargetKey} that the target does not confirm for {what.Account}.")
        {
            Facts = [new("Target", what.TargetKey), new("Account", what.Account), new("What keeps it", what.Trouble), new("Since", what.Since.Day())],
            Target = what.Target,
        };
}
