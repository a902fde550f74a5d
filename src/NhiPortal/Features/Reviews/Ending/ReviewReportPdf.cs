using System.Globalization;
using NhiPortal.Domain.Reviews;
using NhiPortal.Reports;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>The report as people read it.</summary>
internal static class ReviewReportPdf
{
    public static Report Of(ReviewReport report) => new(report.Name, $"Access review of {report.Tenant}", report.At)
    {
        Cover =
        [
            new("State", report.State.Title()), new("Counts as evidence", report.CountsAsEvidence ? "yes" : report.State == CampaignState.SignedOff ? "no: see the warnings" : "not before it is signed off"),
            new("Lead", report.Lead), new("Started", At(report.StartedAt)), new("Decisions until", At(report.DueAt)), new("More time given", report.MoreTime ?? "no"), new("Decisions ended", At(report.ClosingAt) + (report.EndReason is { } early ? $" (early: {early})" : "")),
            new("Carried out", At(report.ClosedAt)), new("Signed off", report.SignedOffBy is { } by ? $"{by}, {At(report.SignedOffAt)}" : "not yet"), new("Words of the lead", report.SignOffWords ?? ""), new("Campaign", report.Id.ToString()),
        ],
        Blocks = [.. Blocks(report)],
    };

    private static IEnumerable<ReportBlock> Blocks(ReviewReport report)
    {
        foreach (var warning in report.Quality?.Warnings ?? [])
            yield return new ReportWarning(warning);
        var open = report.Items.SelectMany(item => item.CarriedOut).Where(line => line.DoneAt is null).ToList();
        if (open.Count > 0)
            yield return new ReportWarning($"{open.Count} of what was decided is not shown to be done yet.");
        yield return new ReportHeading("What was asked");
        yield return new ReportFacts([.. report.Scope.Select(said => new ReportFact(said.Key, said.Value)), new("What nobody decides", report.Undecided)]);
        if (report.Stale.Count > 0)
            yield return new ReportWarning($"Sources that had not answered lately when the facts were taken: {string.Join(" ", report.Stale)}");
        yield return new ReportHeading("Population and outcomes");
        yield return new ReportTable([new("Outcome", 4), new("Privileges", 1), new("Keys", 1), new("Items", 1)], [.. Counts(report)]);
        if (report.Quality is { } quality)
        {
            yield return new ReportHeading("How it was decided");
            yield return new ReportFacts(Facts(quality, report.LongestRunBy));
        }

        yield return new ReportHeading("Items and decisions");
        yield return new ReportTable([new("No", 1), new("Integration", 4), new("What", 5), new("Risk", 2), new("Advice", 2), new("Outcome", 3), new("Decided by", 8)], report.Items.Select(Row));
        yield return new ReportHeading("What was carried out, and what shows it");
        yield return new ReportTable([new("Item", 1), new("What", 7), new("State", 2), new("Proof, or what is wrong", 8)], report.Items.SelectMany(item => item.CarriedOut).Select(IReadOnlyList<string> (line) =>
            [$"{line.Item}", line.What, line.State.Title(), line.DoneAt is null ? line.Trouble ?? "Not shown to be done yet." : $"{line.Proof}{(line.ConfirmedBy is { } by ? $" Confirmed by {by}, {At(line.DoneAt)}." : "")}"]));
    }

    private static IEnumerable<IReadOnlyList<string>> Counts(ReviewReport report)
    {
        static string[] Row(string title, ReportedCount count) => [title, $"{count.Privileges}", $"{count.Keys}", $"{count.Items}"];
        return report.Population.Select(count => Row(count.Outcome is { } outcome ? ReviewWording.Title(outcome) : "Waiting", count))
            .Append(Row("All", new(null, report.Population.Sum(count => count.Privileges), report.Population.Sum(count => count.Keys))));
    }

    private static IReadOnlyList<ReportFact> Facts(ReviewQuality quality, string? longest) =>
    [
        new("Answers", $"{quality.Answers}, of {ReviewWording.Count(quality.People, "person", "people")}"), new("Half of them took at most", $"{quality.MedianSeconds} s"), new("Longest run of the same answer", longest is null ? $"{quality.LongestRun}" : $"{quality.LongestRun}, {longest}"),
        new("Given for several at once", $"{quality.BulkPercent} %"), new("By owners of the integration", $"{quality.ByOwners}"), new("Decided by nobody", $"{quality.Silent} of {quality.Items}"),
    ];

    private static IReadOnlyList<string> Row(ReportedItem item) =>
    [
        $"{item.Number}", item.Integration, $"{item.What}{(item.Target is { } target ? $" on {target}" : "")}{(item.Pattern.Length > 0 ? $", {item.Pattern}" : "")}", item.Risk, item.Recommended,
        item.Outcome is { } outcome ? $"{ReviewWording.Title(outcome)}{(item.ReduceTo is { } pattern ? $": {pattern}" : "")}{(item.RotateBy is { } by ? $", by {by:yyyy-MM-dd}" : "")}" : "Waiting",
        item.Answers.Count == 0 ? "Nobody" : string.Join("\n", item.Answers.Select(Words)),
    ];

    private static string Words(ReportedAnswer answer) =>
        $"{answer.Answer.Title()}: {answer.By}{(answer.For is { } lender ? $" for {lender}" : "")} ({answer.Tie}), {At(answer.At)}, {answer.Seconds} s{(answer.Bulk ? ", with others at once" : "")}{(answer.Reason is { } reason ? $". {reason}" : "")}";

    private static string At(DateTimeOffset? at) => at is { } then ? $"{then.UtcDateTime.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC" : "not yet";
}
