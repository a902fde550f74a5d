using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests;

public sealed class KeysTests
{
    [Fact]
    public void Read_AnyText_GivesAWellFormedKeyOrARefusal() => Prop.ForAll<string?>(text =>
    {
        var read = Keys.Read(text);
        return !read.Succeeded || (read.Value == text!.Trim() && read.Value.Length is >= Keys.Shortest and <= Text.Key
            && read.Value.All(letter => letter is >= 'a' and <= 'z' or >= '0' and <= '9' or '-') && read.Value[0] != '-' && read.Value[^1] != '-');
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("abc", null)]
    [InlineData(" hr-sync ", null)]
    [InlineData("ab", "key_length")]
    [InlineData("", "missing")]
    [InlineData("hr_sync", "key_letters")]
    [InlineData("hr-", "key_letters")]
    [InlineData("größe", "key_letters")]
    [InlineData("import", "key_taken")]
    public void Read_Key_IsJudged(string text, string? code) => Assert.Equal(code, Keys.Read(text).Refusal?.Code);

    [Fact]
    public void ReadPattern_WhatItAccepts_IsBoundedAndKeepsItsMeaning() => Prop.ForAll<string?>(text =>
    {
        var read = PrivilegePath.ReadPattern(text);
        return !read.Succeeded || (read.Value.Length is > 0 and <= Text.Resource && read.Value.Count(letter => letter == '*') <= PrivilegePath.MostWildcards
            && !read.Value.Contains("**", StringComparison.Ordinal) && PrivilegePath.Matches(read.Value, read.Value.Replace("*", "x", StringComparison.Ordinal)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Redescribe_AnyFieldButTheName_MakesItAnotherToApproveFor()
    {
        var now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        Integration Fresh() => Integration.Register(new TenantId(Guid.NewGuid()), "hr-sync", "HR", "For people.", IntegrationKind.InternalAgent, DeploymentEnvironment.Production, now);
        Func<IntegrationDescription, IntegrationDescription>[] others =
        [
            d => d with { Purpose = "Else." }, d => d with { Kind = IntegrationKind.LegacyAutomation }, d => d with { Environment = DeploymentEnvironment.Staging },
            d => d with { Vendor = new VendorId(Guid.NewGuid()) }, d => d with { EndOfLife = now },
        ];

        Assert.All(others, change =>
        {
            var integration = Fresh();
            Assert.True(integration.Redescribe(change(integration.Describe())).Value);
            Assert.Equal(1, integration.Version);
        });
        var same = Fresh();
        Assert.False(same.Redescribe(same.Describe() with { Name = "HR two" }).Value);
        Assert.False(same.Redescribe(same.Describe()).Value);
        Assert.Equal(1, same.Version);
        same.Retire("gone");
        Assert.Equal("retired", same.Redescribe(same.Describe() with { Purpose = "x" }).Refusal!.Code);
        Assert.Equal("retired", same.Reshape().Refusal!.Code);
    }
}
