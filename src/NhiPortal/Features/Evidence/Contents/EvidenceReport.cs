using System.Globalization;
using NhiPortal.Features.Reviews;
using NhiPortal.Reports;

namespace NhiPortal.Features.Evidence.Contents;

/// <summary>The package as a document: what was asked, how it was measured, how it stands, what is wrong, a sample, and what all of it does not prove.</summary>
internal static class EvidenceReport
{
    public const string File = "report.pdf";

    public static Report Of(PackageFacts facts)
    {
        var contents = facts.Contents;
        return new("Evidence of privileged access by machines", $"{facts.Organisation}, {Day(contents.From)} to {Day(contents.Until.AddTicks(-1))}", contents.AskedAt)
        {
            Cover =
            [
                new("Organisation", facts.Organisation), new("Period", $"{At(contents.From)} until before {At(contents.Until)}"), new("Scope", contents.Scope), new("Framework", contents.Framework ?? "every framework of the catalogue"), .. contents.Campaign is { } review ? [new ReportFact("Access review", review)] : (ReportFact[])[],
                new("Exported by", contents.AskedBy), new("Asked for", At(contents.AskedAt)), new("Why", contents.Reason), new("Package", contents.Package), new("Log", $"{contents.Log}, under the signed checkpoint over {N(contents.TreeSize)} events"),
                new("Signing key", $"{facts.KeyId} (RFC 7638 thumbprint)"), new("Key's fingerprint", $"SHA-256 {Hex(facts.KeySha256)}"),
            ],
            Blocks = [new ReportWarning("Compare the key's fingerprint with one that you got another way than with this package. Without that, nothing here shows who made it."), new ReportBreak(), .. Scope(facts), .. Method(facts), .. EvidenceReportControls.Blocks(facts), .. Reviews(facts), .. EvidenceReportExceptions.Blocks(facts), .. Limits(facts)],
        };
    }

    public static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string At(DateTimeOffset? at) => at is { } then ? $"{then.UtcDateTime.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC" : "–";

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Hex(string hash) => string.Join(' ', hash.Chunk(8).Select(part => new string(part)));

    private static IEnumerable<ReportBlock> Scope(PackageFacts facts)
    {
        var counts = facts.Contents.Counts;
        yield return new ReportHeading("1. Scope");
        yield return new ReportParagraph($"This report is about {facts.Contents.Scope}, from {At(facts.Contents.From)} until before {At(facts.Contents.Until)}. {(facts.Contents.Whole ? "Nothing of the period was left out." : "Events outside this scope are in the package as hashes only.")} {EvidenceProves.Archived(facts.Contents)} Controls are measured for each organisation as a whole; a scope of integration, vendor, target or access review narrows events, reviews, owners and findings, not them.");
        yield return new ReportFacts(
        [
            new("Events", $"{N(counts.Events)}, of leaves {counts.FirstLeaf} to {counts.LastLeaf} of the log"), new("Left out between them", N(counts.LeftOut)), new("Administrative actions", N(counts.Actions)),
            new("With workload and approver", N(counts.Attributed)), new("Without one of them", N(counts.Actions - counts.Attributed)),
        ]);
        yield return new ReportHeading("Events by kind", 2);
        yield return new ReportTable([new("Kind", 4), new("Events", 1)], facts.Tally.Groups.Select(IReadOnlyList<string> (group) => [group.Title, N(group.Count)]));
    }

    private static IEnumerable<ReportBlock> Method(PackageFacts facts)
    {
        yield return new ReportHeading("2. Method");
        yield return new ReportParagraph("Events. Each change in the portal writes an audit event in the same transaction. Events stand in an append-only Merkle tree (RFC 6962) whose root is signed. Every event of this package is shown to stand in that tree; the tables of events are written from the events and nothing else.");
        yield return new ReportParagraph("Administrative actions. An action counts when the portal let a workload do something privileged under a grant (event access.allowed). It is attributed when its event names the proved identity of the workload and at least one person who approved it.");
        yield return new ReportParagraph($"Controls. Each control of the catalogue rests on named evidence queries. A query counts a population and those of it that fail, over the records of the portal. It is met when the share that passes reaches its limit, partly met from its second limit on, and not evaluable when there is nothing to look at or the measurement is too old. A control is met only when every query it rests on is met and the portal's evidence is enough for it by itself. Two moments are told: {facts.AtEnd.Title.ToLowerInvariant()}, by what was measured last within the period (limit of age as of {At(facts.AtEnd.At)}), and {facts.WhenAsked.Title.ToLowerInvariant()}, measured for this package. Failing objects are listed for both, the first {N(PackageFacts.MostFailing)} of each query by name.");
        yield return new ReportParagraph($"Sample. Of all administrative actions of the package, the {EventTally.SampleSize} with the smallest SHA-256 of “seed:leaf” are drawn, leaf being the action's place in the log. The seed is the root that the checkpoint signed, so nobody could choose it.");
    }

    private static IEnumerable<ReportBlock> Reviews(PackageFacts facts)
    {
        yield return new ReportHeading("4. Access reviews");
        if (facts.Reviews.Count == 0)
        {
            yield return new ReportParagraph("No access review of this scope ran in the period.");
            yield break;
        }

        yield return new ReportParagraph("Each item with its answers, reasons and proofs is in reviews.jsonl, the events in reviews.csv. A review that was decided in a rush does not count as evidence, whatever it decided.");
        yield return new ReportTable([new("Review", 5), new("State", 2), new("Lead", 3), new("Started", 3), new("Signed off", 3), new("Items", 1), new("Decided", 1.2), new("Taken away", 1.2), new("By nobody", 1.2), new("Not done yet", 1.2), new("Counts as evidence", 4)],
            facts.Reviews.Select(IReadOnlyList<string> (review) => [review.Name, review.State.Title(), review.Lead, At(review.StartedAt), At(review.SignedOffAt), N(review.Items), N(review.Decided), N(review.TakenAway), N(review.Unattended), N(review.Open), review.CountsAsEvidence ? "yes" : review.Warnings.Count > 0 ? $"no: {string.Join(" ", review.Warnings)}" : "not before it is signed off"]));
    }

    private static IEnumerable<ReportBlock> Limits(PackageFacts facts)
    {
        yield return new ReportHeading("7. What this does not prove");
        foreach (var said in (string[])
        [
            "Anything that was done on a target without asking the portal, unless a reading of that target found it: see section 5.",
            "That names on record belong to the right human beings: that rests on the organisation's sign-in directory.",
            "The time of an event beyond the portal's own clock.",
            "Controls, owners, findings and reviews beyond what the portal's database said when this package was built: they are signed with it, but stand in no tree. What the log says of them is in the tables of events.",
            $"More than the first {N(PackageFacts.MostFailing)} objects, by name, that failed an evidence query; and any that failed within the period and were put right before its end.",
            "That a control is effective. Evidence here supports an auditor's judgement and does not replace it; frameworks marked as drafts may change.",
            "Who made this package, unless the signing key is known from elsewhere; and that no second history exists, unless an earlier checkpoint was kept. PROVES.md and verify.html show how to check both.",
        ])
            yield return new ReportParagraph($"• {said}");
    }
}
