using NhiPortal.Domain.Controls;
using NhiPortal.Features.Controls;
using NhiPortal.Reports;
using static NhiPortal.Features.Evidence.Contents.EvidenceReport;

namespace NhiPortal.Features.Evidence.Contents;

/// <summary>The report's section about controls: each framework in one line, each control, and the numbers they rest on.</summary>
internal static class EvidenceReportControls
{
    public static IEnumerable<ReportBlock> Blocks(PackageFacts facts)
    {
        yield return new ReportHeading("3. Coverage of controls");
        yield return new ReportTable([new("Framework", 5), new("Version and status", 5), new("Moment", 3), new("Controls", 1.2), .. ControlWords.Order.Select(result => new ReportColumn(result.Words(), 1.7))],
            facts.AtEnd.Frameworks.Zip(facts.WhenAsked.Frameworks).SelectMany(both => new[] { (facts.AtEnd, both.First), (facts.WhenAsked, both.Second) }).Select(IReadOnlyList<string> (row) =>
                [row.Item2.Framework.Name, $"{row.Item2.Framework.Version}. {row.Item2.Framework.Status}", row.Item1.Title, N(row.Item2.Rows.Count), .. ControlWords.Order.Select(result => N(row.Item2.Rows.Count(control => control.Standing.Result == result)))]));
        if (facts.AtEnd.Results.Values.All(result => result.MeasuredAt is null))
            yield return new ReportWarning("No control was measured within the period, so nothing is said about its end.");
        foreach (var (end, asked) in facts.AtEnd.Frameworks.Zip(facts.WhenAsked.Frameworks))
        {
            yield return new ReportHeading(end.Framework.Name, 2);
            yield return new ReportTable([new("Control", 2.6), new("What it asks", 6), new("End of the period", 2), new("When asked for", 2), new("Why, when asked for", 7)],
                end.Rows.Zip(asked.Rows).Select(IReadOnlyList<string> (row) => [row.First.Control.Id, Asks(row.First.Control), row.First.Standing.Result.Words(), row.Second.Standing.Result.Words(), row.Second.Standing.Why]));
        }

        yield return new ReportHeading("Evidence behind the controls", 2);
        yield return new ReportTable([new("Query", 3), new("What it measures", 8), new("Met from, partly from", 1.8), new("End of the period: failing of population", 2.4), new("When asked for: failing of population", 2.4), new("Result when asked for", 2)],
            facts.Queries.Select(IReadOnlyList<string> (query) =>
                [query.Name, query.Measures, $"{query.Limit.MetAt} %, {query.Limit.PartlyAt} %", Share(facts.AtEnd.Results[query.Name]), Share(facts.WhenAsked.Results[query.Name]), facts.WhenAsked.Results[query.Name].Result.Words()]));
    }

    private static string Asks(CatalogueControl control) => control.Title is { } title ? $"{title}. {control.Statement}" : control.Statement;

    private static string Share(QueryResult result) => result.MeasuredAt is null ? "–" : result.Result == ControlResult.NotEvaluable ? result.Why ?? "Nothing to look at." : $"{N(result.Count.Failing)} of {N(result.Count.Population)}";
}
