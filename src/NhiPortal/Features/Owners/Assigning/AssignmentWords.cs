using NhiPortal.Domain.Owners;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Owners.Assigning;

/// <summary>What would happen to one cell, or has happened, as a person reads it.</summary>
internal static class AssignmentWords
{
    public static (string Badge, Tone Tone) Badge(AssignmentStep step, bool refused) => (refused, step) switch
    {
        (true, _) => ("Not possible", Tone.Bad),
        (_, AssignmentStep.Ask) => ("Is asked", Tone.Waiting),
        (_, AssignmentStep.NameDeputy) => ("New deputy", Tone.Info),
        (_, AssignmentStep.End) => ("Ends", Tone.Bad),
        (_, AssignmentStep.Withdraw) => ("Withdrawn", Tone.Warn),
        _ => ("No change", Tone.Neutral),
    };

    /// <summary>The consequence in a sentence; the reason when it is not possible.</summary>
    public static string Effect(AssignmentView line, string? owner) => line switch
    {
        { WhyNot: { } why } => why,
        { Step: AssignmentStep.Ask } => $"{owner} is asked. {(line.Holder is null ? "The gap stays" : $"{line.Holder} keeps it")} until they accept.{Instead(line)}",
        { Step: AssignmentStep.NameDeputy } => $"{line.Holder} keeps it, with another deputy.",
        { Step: AssignmentStep.End, Nominee: { } nominee } => $"{line.Holder ?? "Whoever held it"} no longer answers for it. {nominee} stays asked.",
        { Step: AssignmentStep.End } => $"{line.Holder ?? "Whoever held it"} no longer answers for it.{(line.Cell.Role == OwnerRole.SecurityOperations ? "" : " What depends on it is denied until somebody takes over.")}",
        { Step: AssignmentStep.Withdraw } => "Nobody holds it; whoever is asked is asked no more.",
        _ => owner is null ? "Nobody holds it." : "It is so already.",
    };

    private static string Instead(AssignmentView line) => line.Nominee is { } nominee ? $" {nominee}, asked before, is asked no more." : "";
}
