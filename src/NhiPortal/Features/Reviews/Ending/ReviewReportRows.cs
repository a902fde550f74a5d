using CsvHelper;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>One item as a row of a file: with each answer and each proof, in words, and what is so of the whole review beside each, for a row may be passed on alone.</summary>
[CsvRecord]
public sealed partial record ReviewReportRow(
    string Campaign, int Item, string Kind, string Integration, string Target, string What, string Resources, string Risk, string LastUsed, string Advice, string Reviewer,
    string Outcome, string OutcomeAt, string ReducedTo, string RotateBy, string DecidedBy, string Relation, string DecidedAt, string Seconds, string InBulk, string Reasons, string CarriedOut, string Proof, string CampaignState, string CountsAsEvidence, string Scope, string Undecided, string MoreTime, string EndedEarly, string Quality, string SignedOff);

/// <summary>Makes rows of a report.</summary>
internal static class ReviewReportRows
{
    public static IEnumerable<ReviewReportRow> Of(ReviewReport report)
    {
        var (scope, quality) = (Each(report.Scope, said => $"{said.Key}: {said.Value}"), Quality(report));
        var signed = report.SignedOffBy is { } by ? $"{by}, {At(report.SignedOffAt)}: {report.SignOffWords}" : "not yet";
        return report.Items.Select(item => Row(report, item) with { Scope = scope, Quality = quality, SignedOff = signed });
    }

    private static ReviewReportRow Row(ReviewReport report, ReportedItem item) => new(
        report.Name, item.Number, item.Kind.ToString(), item.Integration, item.Target ?? "", item.What, item.Pattern, item.Risk, At(item.LastUsed), item.Recommended, item.Reviewer,
        item.Outcome is { } outcome ? ReviewWording.Title(outcome) : "Waiting", At(item.OutcomeAt), item.ReduceTo ?? "", $"{item.RotateBy:yyyy-MM-dd}",
        Each(item.Answers, answer => answer.For is { } lender ? $"{answer.By} for {lender}" : answer.By), Each(item.Answers, answer => answer.Tie), Each(item.Answers, answer => At(answer.At)),
        Each(item.Answers, answer => $"{answer.Seconds}"), Each(item.Answers, answer => answer.Bulk ? "yes" : "no"), Each(item.Answers, answer => $"{answer.Answer.Title()}: {answer.Reason ?? "-"}"),
        Each(item.CarriedOut, line => $"{line.State.Title()}: {line.What}"), Each(item.CarriedOut, line => line.Proof ?? line.Trouble ?? "not shown yet"), report.State.Title(), report.CountsAsEvidence ? "yes" : "no", "", report.Undecided, report.MoreTime ?? "", report.EndReason ?? "", "", "");

    private static string Quality(ReviewReport report) => report.Quality is not { } quality ? "not judged yet"
        : $"{quality.Answers} answers of {ReviewWording.Count(quality.People, "person", "people")}, half in {quality.MedianSeconds} s or less, longest run {quality.LongestRun}, {quality.BulkPercent} % for several at once, {quality.ByOwners} by owners, nobody decided on {quality.Silent} of {quality.Items}. {string.Join(" ", quality.Warnings)}".TrimEnd();

    private static string Each<T>(IReadOnlyList<T> parts, Func<T, string> words) => string.Join("; ", parts.Select(words));

    private static string At(DateTimeOffset? at) => $"{at?.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}";
}

/// <summary>How the carrying out of decisions is called.</summary>
public static class CarryOutWords
{
    public static string Title(this CarryOutState state) => state switch
    {
        CarryOutState.Waiting => "Waiting",
        CarryOutState.Failing => "Failing",
        CarryOutState.ByHand => "By hand",
        _ => "Done",
    };

    public static Shell.Parts.Tone Tone(this CarryOutState state) => state switch
    {
        CarryOutState.Waiting => Shell.Parts.Tone.Info,
        CarryOutState.Failing => Shell.Parts.Tone.Bad,
        CarryOutState.ByHand => Shell.Parts.Tone.Waiting,
        _ => Shell.Parts.Tone.Ok,
    };
}
