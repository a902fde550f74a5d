using FsCheck.Fluent;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Risk;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tests.Findings;

namespace NhiPortal.Domain.Tests.Risk;

public sealed class RiskScoreTests
{
    private static readonly RiskWeights Weights = new();

    [Fact]
    public void Score_IsTheSumOfItsFacts_AtMostAHundred() => World.Holds(
        from picture in Gen.Elements(Scenes.All.Values.SelectMany(pair => new[] { pair.Wrong, pair.Right }).OfType<IntegrationPicture>())
        from weight in Gen.Choose(0, 100)
        select (picture, weights: Weights with { ChangesAdmin = weight, MissingOwner = weight, LongLivedCredential = weight }),
        x =>
        {
            var score = RiskScore.Of(x.picture, x.weights, Scenes.Now);
            return score.Value == Math.Min(100, score.Facts.Sum(fact => fact.Points)) && score.Facts.All(fact => fact.Points > 0)
                && score.Facts.Select(fact => fact.Name).Distinct().Count() == score.Facts.Count;
        });

    [Theory]
    [InlineData("ownership_gap_vacant", "missing_owner")]
    [InlineData("ownership_gap_one_person", "missing_owner")]
    [InlineData("attestation_overdue", "overdue_attestation")]
    [InlineData("long_lived_credential", "long_lived_credential")]
    [InlineData("rotation_overdue", "rotation_overdue")]
    [InlineData("shared_credential", "shared_credential")]
    [InlineData("unused_privilege", "unused_privilege")]
    [InlineData("integration_silent", "unused_privilege")]
    [InlineData("vendor_standing_credential", "vendor_operated")]
    public void Fact_WhereTheRuleFires_Counts(string rule, string fact)
    {
        Assert.Contains(RiskScore.Of((IntegrationPicture)Scenes.All[rule].Wrong, Weights, Scenes.Now).Facts, found => found.Name == fact);
        Assert.DoesNotContain(RiskScore.Of(Scenes.Fine, Weights, Scenes.Now).Facts, found => found.Name == fact);
    }

    [Fact]
    public void CreatingAdministrators_CountsInsteadOfChangingThem()
    {
        var way = Scenes.Fine.Ways[0];
        var creator = Scenes.Fine with
        {
            Ways = [way with { Criticality = Criticality.Critical, Paths = [.. way.Paths, way.Paths[0] with { Action = "account.create_admin", Class = ActionClass.CreatesAdmin }] }],
        };
        var score = RiskScore.Of(creator, Weights, Scenes.Now);
        Assert.Equal(["creates_admin", "critical_target"], score.Facts.Select(fact => fact.Name));
        Assert.Equal(Weights.CreatesAdmin + Weights.CriticalTarget, score.Value);
    }

    [Fact]
    public void Weight_OfZero_LeavesTheFactOut() =>
        Assert.Empty(RiskScore.Of(Scenes.Fine, Weights with { ChangesAdmin = 0 }, Scenes.Now).Facts);
}
