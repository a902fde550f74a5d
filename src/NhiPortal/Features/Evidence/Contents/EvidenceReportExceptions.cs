using NhiPortal.Features.Findings;
using NhiPortal.Features.Reconciliation;
using NhiPortal.Reports;
using static NhiPortal.Features.Evidence.Contents.EvidenceReport;

namespace NhiPortal.Features.Evidence.Contents;

/// <summary>The report's sections about what is wrong, and the sample of actions.</summary>
internal static class EvidenceReportExceptions
{
    /// <summary>The report shows so many of each query; the matrix has them all.</summary>
    public const int MostShown = 100, MostShownThen = 25;

    public static IEnumerable<ReportBlock> Blocks(PackageFacts facts) => [.. Exceptions(facts), .. Sample(facts)];

    private static IEnumerable<ReportBlock> Exceptions(PackageFacts facts)
    {
        var counts = facts.Contents.Counts;
        yield return new ReportHeading("5. Exceptions");
        yield return new ReportHeading("Actions without workload or approver", 2);
        yield return new ReportParagraph($"{N(counts.Actions - counts.Attributed)} of {N(counts.Actions)} administrative actions name no workload or no approver.{Rest(facts.Tally.Unattributed.Count, counts.Actions - counts.Attributed, "actions.csv")}");
        if (facts.Tally.Unattributed.Count > 0)
            yield return Actions(facts.Tally.Unattributed);

        yield return new ReportHeading("Administrative access that nothing approved stands behind", 2);
        var held = facts.NotExplained.Values.Sum();
        yield return new ReportParagraph($"Readings of targets show {N(held)} {(held == 1 ? "such privilege" : "such privileges")} of enabled accounts when the package was asked for.{Rest(facts.Held.Count, held, "the portal")}");
        if (held > 0)
        {
            yield return new ReportTable([new("Class", 4), new("Privileges", 1)], facts.NotExplained.OrderByDescending(one => one.Key).Select(IReadOnlyList<string> (one) => [one.Key.Words(), N(one.Value)]));
            yield return new ReportTable([new("Target", 3), new("Account", 3), new("Through", 3), new("Class", 3), new("Why", 6), new("First seen", 3)],
                facts.Held.Select(IReadOnlyList<string> (row) => [row.Target, row.Account, row.Holder, row.Class.Words(), row.Sentence, At(row.FirstSeenAt)]));
        }

        yield return new ReportHeading("Open findings", 2);
        var open = facts.OpenFindings.Values.Sum();
        yield return new ReportParagraph($"{N(open)} {(open == 1 ? "finding is" : "findings are")} open.{Rest(facts.Findings.Count, open, "the portal")}");
        if (open > 0)
        {
            yield return new ReportTable([new("Severity", 4), new("Open", 1)], facts.OpenFindings.OrderByDescending(one => one.Key).Select(IReadOnlyList<string> (one) => [one.Key.ToString(), N(one.Value)]));
            yield return new ReportTable([new("Severity", 1.6), new("Finding", 4), new("About", 4), new("Why", 7), new("Open since", 3), new("Due", 3), new("To be fixed by", 3)],
                facts.Findings.Select(IReadOnlyList<string> (row) => [row.Severity.ToString(), row.Title, string.Join(", ", new[] { row.Integration, row.Target }.OfType<string>()), row.Sentence, At(row.OpenedAt), At(row.DueAt), row.Responsible()]));
        }

        foreach (var block in Failing(facts, facts.WhenAsked, "What fails each evidence query", MostShown).Concat(Failing(facts, facts.AtEnd, "What failed each evidence query at the end of the period", MostShownThen)))
            yield return block;
    }

    private static IEnumerable<ReportBlock> Failing(PackageFacts facts, ControlMoment moment, string title, int most)
    {
        yield return new ReportHeading(title, 2);
        foreach (var query in facts.Queries.Where(query => moment.Results[query.Name].Count.Failing > 0))
        {
            var (failing, count) = (moment.Failed(query.Name), moment.Results[query.Name].Count);
            yield return new ReportHeading($"{query.Name}: {N(count.Failing)} of {N(count.Population)}", 2);
            yield return new ReportParagraph($"What puts one right: {query.Fix}{Rest(Math.Min(failing.Count, most), count.Failing, "matrix.xlsx")}");
            yield return new ReportTable([new("Kind", 2), new("Key", 4), new("Name", 5), new("Detail", 8), new("Since", 3)],
                failing.Take(most).Select(IReadOnlyList<string> (row) => [row.Kind.ToString(), row.Key, row.Name, row.Detail ?? "", row.Since is { } since ? At(since) : ""]));
        }
    }

    private static IEnumerable<ReportBlock> Sample(PackageFacts facts)
    {
        yield return new ReportHeading("6. Sample of administrative actions");
        yield return new ReportFacts([new("Population", N(facts.Contents.Counts.Actions)), new("Drawn", N(facts.Tally.Sample.Count)), new("Seed", facts.Tally.Seed)]);
        if (facts.Tally.Sample.Count > 0)
            yield return Actions(facts.Tally.Sample);
    }

    private static ReportTable Actions(IReadOnlyList<TalliedAction> actions) => new(
        [new("Leaf", 1.4), new("When", 3), new("What", 6), new("Workload", 4), new("Approvers", 4), new("Integration", 3), new("Target", 3), new("Request", 4)],
        actions.Select(IReadOnlyList<string> (row) => [$"{row.Leaf}", At(row.At), row.Sentence, row.Workload.Length == 0 ? "none" : row.Workload, row.Approvers.Length == 0 ? "none" : row.Approvers, row.Integration, row.Target, row.Request]));

    private static string Rest(long shown, long all, string where) => shown >= all ? "" : $" The first {N(shown)} are listed here; {where} has the rest.";
}
