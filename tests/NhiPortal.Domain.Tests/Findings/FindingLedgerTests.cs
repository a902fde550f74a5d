using FsCheck.Fluent;
using NhiPortal.Domain.Findings;

namespace NhiPortal.Domain.Tests.Findings;

/// <summary>Order never matters, nothing closes while its cause is there, and an exception needs two people and an end.</summary>
public sealed class FindingLedgerTests
{
    private static readonly Picture[] Pictures = [Scenes.Fine, .. Scenes.All.Values.SelectMany(pair => new[] { pair.Wrong, pair.Right }).OfType<IntegrationPicture>()];

    private static readonly FsCheck.Gen<IReadOnlyList<(Picture Picture, int Days)>> Stories =
        from steps in Gen.NonEmptyListOf(from picture in Gen.Elements(Pictures) from days in Gen.Choose(0, 20) select (picture, days))
        select (IReadOnlyList<(Picture, int)>)[.. steps];

    [Fact]
    public void Settle_OrderOfRulesAndFindings_NeverMatters() => World.Holds(
        from story in Stories
        from seed in Gen.Choose(0, 1000)
        select (story, seed),
        x => Play(x.story, FindingRules.All, null) == Play(x.story, Shuffled(FindingRules.All, x.seed), x.seed));

    [Fact]
    public void Settle_Twice_TurnsNothing() => World.Holds(Stories, story =>
    {
        var findings = new List<Finding>();
        foreach (var (picture, now) in Moments(story))
        {
            Keep(findings, FindingLedger.Settle(picture, findings, now));
            if (FindingLedger.Settle(picture, findings, now).Count > 0)
                return false;
        }

        return true;
    });

    [Fact]
    public void Finding_IsOpenExactlyWhileItsCauseIsThere() => World.Holds(Stories, story =>
    {
        var findings = new List<Finding>();
        foreach (var (picture, now) in Moments(story))
        {
            Keep(findings, FindingLedger.Settle(picture, findings, now));
            var there = FindingRules.All.SelectMany(rule => rule.Judge(picture, now).Select(hit => (rule.Name, hit.Subject))).ToHashSet();
            if (!findings.Where(f => f.Status != FindingStatus.Closed).Select(f => (f.Rule, f.Subject)).ToHashSet().SetEquals(there))
                return false;
            if (findings.Exists(f => f.Status == FindingStatus.Closed == f.ClosedAt is null || f.ClosedDay is null != f.ClosedAt is null))
                return false;
        }

        return true;
    });

    [Fact]
    public void Exception_NeedsTwoPeopleAndAnEnd() => World.Holds(
        from asker in Gen.Elements(World.People)
        from agreer in Gen.Elements(World.People)
        from assignee in Gen.Elements(World.People.Select(person => (PersonId?)person).Append(null))
        from days in Gen.Choose(-10, 400)
        from later in Gen.Choose(0, 400)
        select (asker, agreer, assignee, days, later),
        x =>
        {
            var wrong = Scenes.All["long_lived_credential"].Wrong;
            var finding = FindingLedger.Settle([FindingRules.Named("long_lived_credential")!], wrong, [], Scenes.Now).Single().Finding;
            finding.Assign(x.assignee);
            var asked = finding.AskException(x.asker, "because of that", "watched closely", Scenes.Now.AddDays(x.days), Scenes.Now).Succeeded;
            if (asked != (x.days is > 0 and <= Finding.LongestExceptionDays) || finding.Status != FindingStatus.Open)
                return false;
            var agreed = finding.AgreeException(x.agreer, Scenes.Now).Succeeded;
            if (agreed != (asked && x.agreer != x.asker && x.agreer != x.assignee && x.agreer != finding.FixerId) || finding.Status == FindingStatus.Excepted != agreed)
                return false;
            // The clock alone ends it: judged at or after its day, it is open again.
            var rule = FindingRules.Named("long_lived_credential")!;
            finding.Still(rule, rule.Judge(wrong, Scenes.Now).Single(), Scenes.Now.AddDays(x.later));
            return finding.Status == FindingStatus.Excepted == (agreed && x.later < x.days);
        });

    private static string Play(IReadOnlyList<(Picture, int)> story, IEnumerable<IFindingRule> rules, int? seed)
    {
        var findings = new List<Finding>();
        foreach (var (picture, now) in Moments(story))
            Keep(findings, FindingLedger.Settle(rules, picture, seed is { } s ? Shuffled(findings, s) : findings, now));
        return string.Join('\n', findings.Select(f => $"{f.Rule} {f.Subject} {f.Status} {f.Openings} {f.OpenedAt:o} {f.ClosedAt:o} {f.DueAt:o} {f.Sentence}").Order(StringComparer.Ordinal));
    }

    private static void Keep(List<Finding> findings, IReadOnlyList<(Finding Finding, FindingTurn Turn)> turns) =>
        findings.AddRange(turns.Where(turn => turn.Turn == FindingTurn.Opened).Select(turn => turn.Finding));

    private static IEnumerable<(Picture Picture, DateTimeOffset Now)> Moments(IReadOnlyList<(Picture Picture, int Days)> story)
    {
        var now = Scenes.Now;
        foreach (var (picture, days) in story)
            yield return (picture, now = now.AddDays(days));
    }

    private static List<T> Shuffled<T>(IEnumerable<T> items, int seed)
    {
        var array = items.ToArray();
        new Random(seed).Shuffle(array);
        return [.. array];
    }
}
