using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Reconciliation;

namespace NhiPortal.Domain.Tests.Reconciliation;

public sealed class PrivilegeMatchTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] Names = ["ann", "bob", "svc-hr"], Groups = ["admins", "wheel", ""];
    private static readonly IntegrationId Hr = new(Guid.NewGuid());

    private static readonly Gen<HeldPrivilege> Held =
        from name in Gen.Elements(Names)
        from holder in Gen.Elements(Groups)
        from minutes in Gen.Choose(-100, 100)
        select new HeldPrivilege(name, name, holder, Now.AddMinutes(minutes - 200));

    private static readonly Gen<ApprovedPrivilege> Grants =
        from name in Gen.Elements(Names)
        from holder in Gen.Elements(["admins", "wheel", null])
        from state in Gen.Choose(0, 3)
        from minutes in Gen.Choose(-100, 100)
        select new ApprovedPrivilege(new(Guid.NewGuid()), new(Guid.NewGuid()), Hr, "group.add_member", name, Now.AddMinutes(minutes - 200))
        {
            Holder = holder, EndedAt = state == 0 ? null : Now.AddMinutes(-5), TakingBack = state == 2, HeldBefore = state == 3,
        };

    private static readonly Arbitrary<(List<HeldPrivilege> Held, Register Register)> Scenes =
        (from held in Gen.ListOf(Held)
         from grants in Gen.ListOf(Grants)
         from live in Gen.Elements(true, false)
         from agreed in Gen.Elements(true, false)
         from own in Gen.Elements(true, false)
         select (held.DistinctBy(one => (one.AccountId, one.Holder)).ToList(), new Register
         {
             Accounts = new Dictionary<string, IntegrationId> { ["svc-hr"] = Hr },
             LiveGrants = live ? new Dictionary<IntegrationId, RequestId> { [Hr] = new(Guid.NewGuid()) } : [],
             Approved = [.. grants],
             Agreed = agreed ? new Dictionary<(string, string), DateTimeOffset> { [("ann", "wheel")] = Now.AddDays(1) } : [],
             Own = own ? new HashSet<string> { "bob" } : [],
         })).ToArbitrary();

    [Fact]
    public void EveryPrivilege_GetsExactlyOneClassAndASentence() => Prop.ForAll(Scenes, scene =>
    {
        var matched = PrivilegeMatch.Of(scene.Held, scene.Register, Now);
        return matched.Select(one => one.Held).SequenceEqual(scene.Held) && matched.All(one => one.Sentence.Length > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Order_ChangesNothing() => Prop.ForAll(Scenes, scene =>
    {
        var one = PrivilegeMatch.Of(scene.Held, scene.Register, Now).ToDictionary(m => m.Held);
        var other = PrivilegeMatch.Of([.. scene.Held.AsEnumerable().Reverse()], scene.Register with { Approved = [.. scene.Register.Approved.Reverse()] }, Now).ToDictionary(m => m.Held);
        return one.All(pair => other[pair.Key] == pair.Value);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Explained_NeverByWhatIsOverOrAboutAnotherAccount() => Prop.ForAll(Scenes, scene => PrivilegeMatch.Of(scene.Held, scene.Register, Now).Where(m => m.Class == PrivilegeClass.Explained).All(m =>
        scene.Register.Own.Contains(m.Held.Account)
        || scene.Register.Agreed.ContainsKey((m.Held.AccountId, m.Held.Holder))
        || scene.Register.Approved.Any(g => g.Account == m.Held.Account && !g.HeldBefore && (g.EndedAt is null || g.TakingBack) && (g.Holder is null || g.Holder == m.Held.Holder))
        || (scene.Register.Accounts.ContainsKey(m.Held.Account) && scene.Register.LiveGrants.Count > 0))).QuickCheckThrowOnFailure();

    [Fact]
    public void Unexplained_IsWhatTheRegisterDoesNotKnow_AndNothingIsUnexplainedThatALiveGrantGives() => Prop.ForAll(Scenes, scene => PrivilegeMatch.Of(scene.Held, scene.Register, Now).All(m =>
        m.Class != PrivilegeClass.Unexplained || (!scene.Register.Accounts.ContainsKey(m.Held.Account) && !scene.Register.Approved.Any(g => g.Account == m.Held.Account && g.EndedAt is null && !g.HeldBefore && (g.Holder is null || g.Holder == m.Held.Holder)))))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void MoreGrantsOfOthers_NeverExplainMore() => Prop.ForAll(Scenes, scene =>
    {
        var stranger = new ApprovedPrivilege(new(Guid.NewGuid()), new(Guid.NewGuid()), Hr, "account.create_admin", "somebody-else", Now.AddDays(-1));
        int Explained(Register register) => PrivilegeMatch.Of(scene.Held, register, Now).Count(m => m.Class == PrivilegeClass.Explained);
        return Explained(scene.Register) == Explained(scene.Register with { Approved = [.. scene.Register.Approved, stranger] });
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("svc-hr", "admins", PrivilegeClass.NeverApproved, "integration's own account")]
    [InlineData("mallory", "root", PrivilegeClass.Unexplained, "does not know")]
    [InlineData("late", "admins", PrivilegeClass.DoneOtherwise, "longer than its grant")]
    [InlineData("moved", "wheel", PrivilegeClass.DoneOtherwise, "Approved for admins")]
    [InlineData("swapped", "wheel", PrivilegeClass.DoneOtherwise, "Approved for meant")]
    [InlineData("moved", "cn=admins,ou=groups,dc=home", PrivilegeClass.Explained, "live grant")]
    public void Class_SaysWhatHappened(string account, string holder, PrivilegeClass expected, string words)
    {
        ApprovedPrivilege Grant(string about, string? group, DateTimeOffset? ended) => new(new(Guid.NewGuid()), new(Guid.NewGuid()), Hr, "group.add_member", about, Now.AddHours(-1)) { Holder = group, EndedAt = ended };
        var register = new Register
        {
            Accounts = new Dictionary<string, IntegrationId> { ["svc-hr"] = Hr },
            Approved = [Grant("late", "admins", Now.AddMinutes(-30)), Grant("moved", "admins", null), Grant("meant", "wheel", null)],
        };
        var match = Assert.Single(PrivilegeMatch.Of([new("1", account, holder, Now.AddMinutes(-10))], register, Now));
        Assert.Equal(expected, match.Class);
        Assert.Contains(words, match.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_WhatTwoPeopleAgreed_IsNotUndoneByOne()
    {
        PersonId ann = new(Guid.NewGuid()), bob = new(Guid.NewGuid());
        var line = PrivilegeLine.Find(default, default, new("1", "svc-hr", "admins", Now.AddDays(-1)));
        Assert.True(line.Explain(new("Runs the nightly copy", Now.AddDays(30), null, Hr), ann, Now).Succeeded);
        var seen = line.Version;
        Assert.True(line.Explain(new("Runs the nightly copy, and more", Now.AddDays(300), null, Hr), ann, Now).Succeeded);
        Assert.Equal("changed_meanwhile", line.Agree(bob, seen, Now).Refusal?.Code);
        Assert.True(line.Agree(bob, line.Version, Now).Succeeded);
        Assert.Equal("explained_already", line.Explain(new("Something else", Now.AddDays(300), ann, null), ann, Now).Refusal?.Code);
        Assert.True(line.IsAgreed(Now));
    }
}
