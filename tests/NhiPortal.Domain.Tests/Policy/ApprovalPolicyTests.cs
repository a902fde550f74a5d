using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests.Policy;

public sealed class ApprovalPolicyTests
{
    private static readonly ChangeWindow Hours = new() { Days = [DayOfWeek.Monday], From = new(8, 0), Until = new(17, 0), Zone = "UTC" };

    [Fact]
    public void Create_OverRandomRules_KeepsWhatMustNeverBeConfiguredOut() => World.Holds(
        World.Rules,
        rule => !ApprovalPolicy.Create([rule]).Succeeded == (rule.Stages.Count > ApprovalPolicy.MostStages || rule.Stages.All(stage => stage.Role != OwnerRole.SystemOwner)));

    [Theory]
    [InlineData(0, 60, 60, "zero_approvers")]
    [InlineData(1, 0, 60, "grant_length")]
    [InlineData(1, 1441, 60, "grant_length")]
    [InlineData(1, 60, 0, "request_lifetime")]
    public void Create_WhatMustNeverBeConfigured_IsRefused(int quorum, int longest, int lifetime, string code) => Assert.Equal(
        code,
        ApprovalPolicy.Create([new ApprovalRule { Name = "bad", Stages = [new PolicyStage(1, OwnerRole.SystemOwner, quorum)], LongestGrantMinutes = longest, RequestLifetimeMinutes = lifetime }]).Refusal?.Code);

    [Fact]
    public void Create_TwoRulesOfOneName_AreRefused() => Assert.Equal(
        "rule_name", ApprovalPolicy.Create([DefaultPolicy.Rules[0], DefaultPolicy.Rules[1] with { Name = DefaultPolicy.Rules[0].Name.ToUpperInvariant() }]).Refusal?.Code);

    [Fact]
    public void Create_MoreThanAPolicyHolds_IsRefused()
    {
        var rule = DefaultPolicy.Rules[0];
        Assert.Equal("too_many_rules", ApprovalPolicy.Create([.. Enumerable.Range(0, 101).Select(n => rule with { Name = $"{n}" })]).Refusal?.Code);
        Assert.Equal("too_many_tenants", ApprovalPolicy.Create([rule with { Tenants = [.. Enumerable.Range(0, 51).Select(n => $"t{n}")] }]).Refusal?.Code);
        Assert.Equal("too_many_approvers", ApprovalPolicy.Create([rule with { Stages = [.. Enumerable.Repeat(rule.Stages[0], 9)] }]).Refusal?.Code);
        Assert.Equal("first_use", ApprovalPolicy.Create([rule with { FirstUseMinutes = 5 }]).Refusal?.Code);
        Assert.Equal("first_use", ApprovalPolicy.Create([rule with { UseLimit = 2, FirstUseMinutes = 61 }]).Refusal?.Code);
        Assert.Equal("use_limit", ApprovalPolicy.Create([rule with { UseLimit = 0 }]).Refusal?.Code);
        Assert.Equal("escalation", ApprovalPolicy.Create([rule with { EscalateAfterMinutes = 0 }]).Refusal?.Code);
        Assert.Equal("escalation", ApprovalPolicy.Create([rule with { EscalateAfterMinutes = rule.RequestLifetimeMinutes }]).Refusal?.Code);
        Assert.Equal("escalation", ApprovalPolicy.Create([rule with { EscalationHours = Hours }]).Refusal?.Code);
        Assert.Equal("change_window", ApprovalPolicy.Create([rule with { EscalateAfterMinutes = 30, EscalationHours = Hours with { Days = [] } }]).Refusal?.Code);
        Assert.Equal("controller_days", ApprovalPolicy.Create([rule with { ControllerDays = 366 }]).Refusal?.Code);
    }

    [Fact]
    public void Create_NoStage_IsRefused() => Assert.Equal(
        "zero_approvers", ApprovalPolicy.Create([new ApprovalRule { Name = "open", Stages = [], LongestGrantMinutes = 1, RequestLifetimeMinutes = 1 }]).Refusal?.Code);

    [Theory]
    [InlineData(IntegrationKind.VendorOperated, ActionClass.OtherPrivileged, 60, 2)]
    [InlineData(IntegrationKind.InternalAgent, ActionClass.ReadsSecret, 240, 2)]
    [InlineData(IntegrationKind.ScriptedAutomation, ActionClass.OtherPrivileged, 480, 1)]
    [InlineData(IntegrationKind.ScriptedAutomation, ActionClass.CreatesAdmin, 480, 2)]
    [InlineData(IntegrationKind.LegacyAutomation, ActionClass.ChangesAdmin, 480, 2)]
    public void Default_PerKind_AsksWhoTheTableSays(IntegrationKind kind, ActionClass @class, int longest, int stages)
    {
        var policy = ApprovalPolicy.Create(DefaultPolicy.Rules).Value;
        var rule = policy.Match(new PolicySubject(kind, @class, RiskLevel.High, Criticality.High, DeploymentEnvironment.Production, "home"))!;
        Assert.Equal((longest, stages), (rule.LongestGrantMinutes, rule.Stages.Count));
        Assert.Contains(rule.Stages, stage => stage.Role == OwnerRole.SystemOwner);
    }
}
