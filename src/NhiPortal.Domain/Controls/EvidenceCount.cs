namespace NhiPortal.Domain.Controls;

/// <summary>How many things an evidence query looked at, how many of them fail, and why it could not look, where it could not.</summary>
/// <param name="Population">What was looked at.</param>
/// <param name="Failing">Those of it that are not as they should be.</param>
/// <param name="Missing">Why nothing can be said; null where something was measured.</param>
public sealed record EvidenceCount(int Population, int Failing, string? Missing = null);

/// <summary>When a share of what passes is enough.</summary>
/// <param name="MetAt">Percent of the population that must pass.</param>
/// <param name="PartlyAt">Percent from which it is at least partly so.</param>
/// <param name="AgeDays">After how many days a measurement no longer says anything.</param>
public sealed record EvidenceLimit(int MetAt = 100, int PartlyAt = 80, int AgeDays = 2)
{
    /// <summary>An empty population is never met: where nothing was looked at, nothing was shown.</summary>
    public ControlResult Judge(EvidenceCount count)
    {
        if (count.Missing is not null || count.Population <= 0)
            return ControlResult.NotEvaluable;
        var passing = 100m * Math.Max(0, count.Population - Math.Max(0, count.Failing)) / count.Population;
        return passing >= MetAt ? ControlResult.Met : passing >= PartlyAt ? ControlResult.Partly : ControlResult.NotMet;
    }

    /// <summary>Whether a measurement of <paramref name="at"/> is too old to say anything now.</summary>
    public bool IsStale(DateTimeOffset at, DateTimeOffset now) => now - at > TimeSpan.FromDays(AgeDays);
}
