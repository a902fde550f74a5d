using NhiPortal.Domain.Findings;

namespace NhiPortal.Domain.Tests.Findings;

/// <summary>Each rule: where it fires, where it must not, and that its finding closes by itself.</summary>
public sealed class FindingRulesTests
{
    public static TheoryData<string> Names => [.. FindingRules.All.Select(rule => rule.Name)];

    [Fact]
    public void Scenes_NameEveryRule() => Assert.Equal(FindingRules.All.Select(rule => rule.Name), Scenes.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void NoRule_FiresWhereAllIsWell() => Assert.Empty(
        FindingRules.All.SelectMany(rule => rule.Judge(Scenes.Fine, Scenes.Now).Concat(rule.Judge(Scenes.FineTarget, Scenes.Now)).Select(hit => $"{rule.Name}: {hit.Sentence}")));

    [Fact]
    public void OwnerUnreachable_MailRefused_Fires()
    {
        var refused = Scenes.Fine with { ControlPoints = [.. Scenes.Fine.ControlPoints.Select(point => point with { Holder = point.Holder! with { UnreachableSince = Scenes.Now.AddDays(-1) } })] };
        Assert.All(FindingRules.Named("owner_unreachable")!.Judge(refused, Scenes.Now), hit => Assert.EndsWith("mail to their address is refused.", hit.Sentence, StringComparison.Ordinal));
        Assert.Equal(Scenes.Fine.ControlPoints.Count, FindingRules.Named("owner_unreachable")!.Judge(refused, Scenes.Now).Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_CauseIsThere_Fires(string name)
    {
        var hit = Assert.Single(FindingRules.Named(name)!.Judge(Scenes.All[name].Wrong, Scenes.Now));
        Assert.InRange(hit.Subject.Length, 1, 250);
        Assert.EndsWith(".", hit.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_CauseIsNotThere_DoesNotFire(string name) => Assert.Empty(FindingRules.Named(name)!.Judge(Scenes.All[name].Right, Scenes.Now));

    [Theory]
    [MemberData(nameof(Names))]
    public void Finding_CauseGoesAndComes_ClosesAndOpensAgainByItself(string name)
    {
        var (wrong, right) = Scenes.All[name];
        IFindingRule[] rule = [FindingRules.Named(name)!];
        var (finding, opened) = Assert.Single(FindingLedger.Settle(rule, wrong, [], Scenes.Now));
        Assert.Equal(FindingTurn.Opened, opened);
        Assert.Equal(Scenes.Now.AddDays(rule[0].DaysToFix), finding.DueAt);
        Assert.Empty(FindingLedger.Settle(rule, wrong, [finding], Scenes.Now));

        Assert.Equal(FindingTurn.Closed, Assert.Single(FindingLedger.Settle(rule, right, [finding], Scenes.Now)).Turn);
        Assert.Equal((FindingStatus.Closed, Scenes.Now), (finding.Status, finding.ClosedAt));

        var (again, reopened) = Assert.Single(FindingLedger.Settle(rule, wrong, [finding], Scenes.Now));
        Assert.Same(finding, again);
        Assert.Equal((FindingTurn.Reopened, FindingStatus.Open, 2), (reopened, finding.Status, finding.Openings));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_DocumentsItself(string name)
    {
        var rule = FindingRules.Named(name)!;
        Assert.Matches("^[a-z]+(_[a-z]+)*$", rule.Name);
        Assert.True(rule.Name.Length <= 60 && rule.DaysToFix is > 0 and <= 90 && rule.Title.Length <= 60);
        Assert.Contains("It closes when", rule.Explanation, StringComparison.Ordinal);
        Assert.NotEmpty(rule.Controls);
    }

    /// <summary>A fact that changed with the day alone would rewrite every finding every night.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_ADayLater_SaysTheSameWords(string name)
    {
        var rule = FindingRules.Named(name)!;
        var (today, tomorrow) = (rule.Judge(Scenes.All[name].Wrong, Scenes.Now).Single(), rule.Judge(Scenes.All[name].Wrong, Scenes.Now.AddHours(20)).SingleOrDefault());
        Assert.True(tomorrow is null || (today.Sentence == tomorrow.Sentence && today.Facts.SequenceEqual(tomorrow.Facts)));
    }
}
