namespace NhiPortal.Domain.Reviews;

/// <summary>One answer as the judging of a campaign's quality sees it.</summary>
public sealed record JudgedAnswer(PersonId Person, ReviewAnswer Answer, int Seconds, bool Bulk, ReviewTie Tie);

/// <summary>
/// How carefully a campaign was decided: a fact beside its decisions. What was rushed is not undone; it does not count as
/// evidence, and says so.
/// </summary>
public sealed record ReviewQuality
{
    /// <summary>Less than so many seconds for half of all answers is no reading; so many alike on end, or so large a share at once, is no judging.</summary>
    public const int FewestSeconds = 5, LongestAlike = 50, MostBulkPercent = 80, MostSilentPercent = 50;

    /// <summary>A handful tells nothing of how people work.</summary>
    public const int FewestAnswers = 5;

    /// <summary>Answers about the access, as submitted.</summary>
    public required int Answers { get; init; }

    public required int People { get; init; }
    public required int Items { get; init; }

    /// <summary>Items that nobody decided on.</summary>
    public required int Silent { get; init; }

    /// <summary>Half of the answers took at most so long.</summary>
    public required int MedianSeconds { get; init; }

    /// <summary>The most answers of one person that were alike on end.</summary>
    public required int LongestRun { get; init; }

    public PersonId? LongestRunBy { get; init; }
    public required int BulkPercent { get; init; }

    /// <summary>Answers of people who own the integration, or stand in for somebody who does.</summary>
    public required int ByOwners { get; init; }

    /// <summary>What is wrong with it, in words; nothing where it counts.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public bool IsRushed => Warnings.Count > 0;

    /// <param name="answers">All that were submitted, in the order of their submission.</param>
    /// <param name="items">How many items there are that had to be decided.</param>
    /// <param name="silent">How many of them nobody decided on.</param>
    public static ReviewQuality Of(IReadOnlyList<JudgedAnswer> answers, int items, int silent)
    {
        var deciding = answers.Where(answer => answer.Answer.Decides()).ToList();
        var (run, by) = deciding.GroupBy(answer => answer.Person).Select(own => (Length: Run([.. own.Select(answer => answer.Answer)]), (PersonId?)own.Key))
            .OrderByDescending(own => own.Length).FirstOrDefault();
        var quality = new ReviewQuality
        {
            Answers = deciding.Count,
            People = deciding.Select(answer => answer.Person).Distinct().Count(),
            Items = items,
            Silent = silent,
            MedianSeconds = Median([.. deciding.Select(answer => answer.Seconds).Order()]),
            LongestRun = run,
            LongestRunBy = by,
            BulkPercent = Percent(deciding.Count(answer => answer.Bulk), deciding.Count),
            ByOwners = deciding.Count(answer => answer.Tie is ReviewTie.IntegrationOwner or ReviewTie.OwnersDeputy),
        };
        return quality with { Warnings = [.. quality.Faults()] };
    }

    private IEnumerable<string> Faults()
    {
        if (Answers >= FewestAnswers && MedianSeconds < FewestSeconds)
            yield return $"Half of the answers took {MedianSeconds} s or less; nobody reads the facts in less than {FewestSeconds} s.";
        if (LongestRun > LongestAlike)
            yield return $"One person gave the same answer {LongestRun} times on end; more than {LongestAlike} is no judging.";
        if (Answers >= FewestAnswers && BulkPercent > MostBulkPercent)
            yield return $"{BulkPercent} % of the answers were given for several items at once; more than {MostBulkPercent} % is no review of each.";
        if (Percent(Silent, Items) > MostSilentPercent)
            yield return $"Nobody decided on {Silent} of {Items} items; more than half were left to the campaign's end.";
    }

    private static int Run(IReadOnlyList<ReviewAnswer> answers)
    {
        var (longest, run) = (0, 0);
        for (var at = 0; at < answers.Count; at++)
            longest = Math.Max(longest, run = at > 0 && answers[at] == answers[at - 1] ? run + 1 : 1);
        return longest;
    }

    // The lower of the two in the middle: of doubt, the faster.
    private static int Median(IReadOnlyList<int> sorted) => sorted.Count == 0 ? 0 : sorted[(sorted.Count - 1) / 2];

    private static int Percent(int part, int whole) => whole == 0 ? 0 : (int)Math.Round(100.0 * part / whole);
}
