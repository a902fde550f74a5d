using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Controls;

namespace NhiPortal.Domain.Tests.Controls;

/// <summary>A control is never better than its evidence.</summary>
public sealed class ControlStandingTests
{
    private static readonly Gen<ControlResult> Results = Gen.Elements(Enum.GetValues<ControlResult>());
    private static readonly Gen<EvidenceStanding[]> Evidence = Results.Select(result => new EvidenceStanding("query", result)).ArrayOf();
    private static readonly Gen<ControlCoverage> Coverages = Gen.Elements(Enum.GetValues<ControlCoverage>());

    [Fact]
    public void Met_OnlyWhereAllEvidenceIsMetAndGoodByItself() => World.Holds(
        from evidence in Evidence from coverage in Coverages select (evidence, coverage),
        x => (ControlStanding.Of(x.coverage, x.evidence).Result == ControlResult.Met)
            == (x.coverage == ControlCoverage.Full && x.evidence.Length > 0 && x.evidence.All(piece => piece.Result == ControlResult.Met)));

    [Fact]
    public void NotEvaluable_ExactlyWhereNothingWasMeasured() => World.Holds(
        Evidence, evidence => (ControlStanding.Of(ControlCoverage.Full, evidence).Result == ControlResult.NotEvaluable) == evidence.All(piece => piece.Result == ControlResult.NotEvaluable));

    [Fact]
    public void MoreFailingEvidence_NeverImprovesAControl() => World.Holds(Evidence, evidence =>
    {
        var before = ControlStanding.Of(ControlCoverage.Full, evidence).Result;
        var after = ControlStanding.Of(ControlCoverage.Full, [.. evidence, new EvidenceStanding("failing", ControlResult.NotMet)]).Result;
        return after < ControlResult.Met && (before == ControlResult.NotEvaluable || after <= before);
    });

    [Fact]
    public void EveryStanding_SaysWhy() => World.Holds(
        from evidence in Evidence from coverage in Coverages select (evidence, coverage), x => ControlStanding.Of(x.coverage, x.evidence).Why.Length > 10);

    [Fact]
    public void Evidence_ThatCouldNotBeMeasured_IsNeverMet() => World.Holds(
        from population in Gen.Choose(-5, 50) from failing in Gen.Choose(-5, 60) select (population, failing),
        x => new EvidenceLimit().Judge(new EvidenceCount(x.population, x.failing, "nothing to look at")) == ControlResult.NotEvaluable);

    [Fact]
    public void Evidence_WithMoreFailing_IsNeverBetter() => World.Holds(
        from population in Gen.Choose(1, 50) from failing in Gen.Choose(0, 49) select (population, failing),
        x => new EvidenceLimit().Judge(new(x.population, x.failing + 1)) <= new EvidenceLimit().Judge(new(x.population, x.failing)));

    [Theory]
    [InlineData(10, 0, ControlResult.Met)]
    [InlineData(10, 1, ControlResult.Partly)]
    [InlineData(10, 2, ControlResult.Partly)]
    [InlineData(10, 3, ControlResult.NotMet)]
    [InlineData(0, 0, ControlResult.NotEvaluable)]
    [InlineData(3, 9, ControlResult.NotMet)]
    public void Evidence_IsJudgedByItsShare(int population, int failing, ControlResult expected) =>
        Assert.Equal(expected, new EvidenceLimit().Judge(new EvidenceCount(population, failing)));
}
