using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Requests;

namespace NhiPortal.Tests.Features.Requests;

public sealed class ActionWordingTests
{
    [Theory]
    [InlineData("group.add_member", "member", "u1", "add u1 to Admins", "Members of Admins → include u1")]
    [InlineData("role.grant", "principal", "dba", "grant role Admins to dba", "Holders of role Admins → include dba")]
    [InlineData("role.grant", "scope", "all", "title here: thing Admins, scope all", "Thing Admins → is changed as asked; Scope → all")]
    [InlineData("account.create_admin", "with_mfa", "false", "create administrator account Admins", "Account Admins → exists, with administrator rights; With mfa → false")]
    [InlineData("nobody.knows_this", "x_y", "1", "title here: thing Admins, x y 1", "Thing Admins → is changed as asked; X y → 1")]
    public void Of_AnyAction_NamesEveryValue(string action, string field, string value, string act, string effects)
    {
        var wording = ActionWording.Of(action, "title here", ActionClass.OtherPrivileged, "thing", "Admins", [new AskedValue(field, value)]);
        Assert.Equal(act, wording.Act.ToString());
        Assert.Equal(effects, string.Join("; ", wording.Effects.Select(e => $"{e.What} → {e.After}")));
    }

    [Fact]
    public void Of_AnyValue_IsNeverTakenForOurWords() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
    {
        var wording = ActionWording.Of("group.add_member", null, ActionClass.ChangesAdmin, "group", text.Get, [new AskedValue("member", text.Get)]);
        return wording.Act.Parts.Where(part => !part.IsValue).All(part => part.Text is "add " or " to ");
    }).QuickCheckThrowOnFailure();
}
