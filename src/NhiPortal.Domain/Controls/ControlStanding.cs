namespace NhiPortal.Domain.Controls;

/// <summary>One piece of a control's evidence: its name, how it stands, and why it says nothing where it does not.</summary>
public sealed record EvidenceStanding(string Name, ControlResult Result, string? Missing = null);

/// <summary>How a control stands and why, from its evidence alone.</summary>
public sealed record ControlStanding(ControlResult Result, string Why)
{
    /// <summary>
    /// Met needs every piece of evidence met, and evidence that is good by itself: what could not be measured, or needs
    /// more beside it, holds a control at partly. No failing evidence is outweighed by other evidence being met.
    /// </summary>
    public static ControlStanding Of(ControlCoverage coverage, IReadOnlyCollection<EvidenceStanding> evidence)
    {
        if (coverage == ControlCoverage.Context)
            return new(ControlResult.NotEvaluable, "It is listed for orientation; the portal's evidence says nothing about it.");
        if (evidence.Count == 0)
            return new(ControlResult.NotEvaluable, "The portal has no evidence query for it.");
        List<string> Of(ControlResult result) => [.. evidence.Where(piece => piece.Result == result).Select(piece => piece.Name)];
        var (met, partly, failing, blind) = (Of(ControlResult.Met), Of(ControlResult.Partly), Of(ControlResult.NotMet), Of(ControlResult.NotEvaluable));
        if (blind.Count == evidence.Count)
            return new(ControlResult.NotEvaluable, string.Join(" ", evidence.Select(piece => piece.Missing ?? $"{piece.Name} has nothing to measure.").Distinct(StringComparer.Ordinal)));
        var unsaid = blind.Count == 0 ? "" : $" Not evaluable: {string.Join(", ", blind)}.";
        if (failing.Count > 0 && met.Count + partly.Count == 0)
            return new(ControlResult.NotMet, $"Not met: {string.Join(", ", failing)}.{unsaid}");
        if (failing.Count + partly.Count > 0)
            return new(failing.Count > met.Count + partly.Count ? ControlResult.NotMet : ControlResult.Partly, $"{Sentence("Not met", failing)}{Sentence("Partly", partly)}{Sentence("Met", met)}".TrimEnd() + unsaid);
        if (blind.Count > 0)
            return new(ControlResult.Partly, $"What could be measured is met: {string.Join(", ", met)}.{unsaid}");
        return coverage == ControlCoverage.Full
            ? new(ControlResult.Met, $"Met: {string.Join(", ", met)}.")
            : new(ControlResult.Partly, $"Everything the portal can measure is met ({string.Join(", ", met)}); an auditor needs evidence from elsewhere beside it.");
    }

    private static string Sentence(string word, List<string> names) => names.Count == 0 ? "" : $"{word}: {string.Join(", ", names)}. ";
}
