namespace NhiPortal.Domain.Findings;

/// <summary>
/// One thing that must not be so. Stateless; found by scan. Its texts are its documentation: the page of rules and
/// every finding show them as they stand here.
/// </summary>
public interface IFindingRule
{
    /// <summary>Stable: with a subject it names a finding for ever.</summary>
    string Name { get; }

    string Title { get; }

    Severity Severity { get; }

    /// <summary>What it looks for, why that is a risk, and what makes it go away.</summary>
    string Explanation { get; }

    /// <summary>Ids of the controls it bears on, as their publishers write them.</summary>
    IReadOnlyList<string> Controls { get; }

    Fixer Fixer { get; }

    int DaysToFix { get; }

    Remedy Remedy { get; }

    /// <summary>Every place in the picture where the cause is there now; none where all is well.</summary>
    IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now);
}
