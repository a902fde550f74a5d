using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Domain.Tests.Executions;

public sealed class TargetChangeTests
{
    private static readonly string[] Carried =
        ["account.create", "account.create_admin", "account.delete", "account.disable", "account.enable", "group.add_member", "group.remove_member", "role.grant", "role.revoke"];

    private static readonly Gen<TargetState> States =
        from exists in Gen.Elements(true, false)
        from enabled in Gen.Elements(true, false)
        from member in Gen.Elements(true, false)
        select exists ? new TargetState { Exists = true, Enabled = enabled, Member = member, Id = "1" } : TargetState.Nowhere;

    private static readonly Arbitrary<(TargetChange Change, TargetState Before)> Both =
        (from action in Gen.Elements(Carried)
         from before in States
         select (Meaning(action), before)).ToArbitrary();

    [Fact]
    public void Applied_Possible_IsMet() => Prop.ForAll(Both, both => both.Change.WhyNot(both.Before) is not null || both.Change.IsMetBy(both.Before.After(both.Change))).QuickCheckThrowOnFailure();

    [Fact]
    public void GivenBack_NeverGivesPower() => Prop.ForAll(Both, both => both.Change.GivenBack(both.Before) is not { } back || back is { Exists: null, Enabled: null or false, Member: null or false })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void GivenBack_AfterApplying_LeavesNoMoreThanBefore() => Prop.ForAll(Both, both =>
    {
        if (both.Change.WhyNot(both.Before) is not null || both.Change.GivenBack(both.Before) is not { } back)
            return true;
        var after = both.Before.After(both.Change).After(back);
        return back.IsMetBy(after) && (!after.Enabled || both.Before.Enabled) && (!after.Member || both.Before.Member);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void GivenBack_WhatWasSoBefore_IsLeftAlone() =>
        Assert.Null(Meaning("group.add_member").GivenBack(new TargetState { Exists = true, Enabled = true, Member = true }));

    [Theory]
    [InlineData("account.delete")]
    [InlineData("account.disable")]
    [InlineData("group.remove_member")]
    [InlineData("role.revoke")]
    public void GivenBack_WhatWasTakenAway_StaysAway(string action) => Assert.Null(Meaning(action).GivenBack(new TargetState { Exists = true, Enabled = true, Member = true }));

    [Fact]
    public void Meaning_WhatNoConnectorDoes_IsRefused() => Assert.Equal("not_carried_out", TargetChange.Meaning("secret.read", "x", "{}").Refusal!.Code);

    [Fact]
    public void Meaning_AccountIsNoText_IsRefused() => Assert.Equal("not_carried_out", TargetChange.Meaning("group.add_member", "g", """{"member":7}""").Refusal!.Code);

    [Fact]
    public void WhyNot_ANewAccountThatIsThere_IsNotTakenOver() => Assert.Equal("account_exists", Meaning("account.create_admin").WhyNot(new TargetState { Exists = true })!.Code);

    [Fact]
    public void Words_SayWhatChanges()
    {
        var change = Meaning("account.create_admin");
        Assert.Equal("no such account", TargetState.Nowhere.Words(change));
        Assert.Equal("enabled, administrator", TargetState.Nowhere.After(change).Words(change));
        Assert.Equal("disabled, no administrator", TargetState.Nowhere.After(change).After(change.GivenBack(TargetState.Nowhere)!).Words(change));
        Assert.Equal("not a member of g", new TargetState { Exists = true }.Words(Meaning("group.add_member")));
    }

    [Theory]
    [InlineData("account.create_admin", "When the grant ends, the new account is switched off, not deleted, and it is no administrator any more.")]
    [InlineData("account.enable", "When the grant ends, the account is switched off again.")]
    [InlineData("group.add_member", "When the grant ends, it is no longer a member of g.")]
    [InlineData("role.grant", "When the grant ends, it no longer holds g.")]
    [InlineData("account.delete", "Nothing is taken back on the target when the grant ends.")]
    [InlineData("account.disable", "Nothing is taken back on the target when the grant ends.")]
    [InlineData("group.remove_member", "Nothing is taken back on the target when the grant ends.")]
    public void WordsAtTheEnd_PromiseNoMoreThanIsTakenBack(string action, string words) => Assert.Equal(words, Meaning(action).WordsAtTheEnd(null));

    private static TargetChange Meaning(string action) => TargetChange.Meaning(action, "g", """{"member":"a","principal":"a"}""").Value;
}
