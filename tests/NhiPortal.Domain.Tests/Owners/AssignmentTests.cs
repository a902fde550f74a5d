using FsCheck.Fluent;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Tests.Owners;

/// <summary>What assigning comes to: once done it is done, and nobody stands in for themselves.</summary>
public sealed class AssignmentTests
{
    private static readonly FsCheck.Gen<PersonId?> Somebody = Gen.OneOf(Gen.Constant((PersonId?)null), Gen.Elements(World.People).Select(person => (PersonId?)person));

    private static readonly FsCheck.Gen<(Ownership? Holder, Ownership? Nominee, Assignment Wish, int Days)> Cells =
        from holder in Somebody
        from holderDeputy in Somebody
        from nominee in Somebody
        from nomineeDeputy in Somebody
        from owner in Somebody
        from deputy in Somebody
        from noDeputy in Gen.Elements(true, false)
        from nobody in Gen.Elements(true, false, false, false)
        from days in Gen.Choose(0, 90)
        select (Held(holder, holderDeputy), Asked(nominee, nomineeDeputy), new Assignment { Owner = owner, Deputy = noDeputy ? null : deputy, NoDeputy = noDeputy, Nobody = nobody }, days);

    [Fact]
    public void Step_CarriedOut_LeavesNothingToDo() => World.Holds(Cells, cell =>
    {
        var (holder, nominee, wish, days) = cell;
        var now = World.Now.AddDays(days);
        var step = wish.Step(holder, true, nominee, now);
        if (!step.Succeeded)
            return true;
        switch (step.Value)
        {
            case AssignmentStep.Ask:
                nominee = Ownership.Nominate(default, OwnerRole.BusinessOwner, wish.Owner!.Value, default(IntegrationId), null, wish.Deputy, null, now);
                break;
            case AssignmentStep.NameDeputy:
                holder!.NameDeputy(wish.Deputy);
                break;
            case AssignmentStep.Withdraw:
                nominee = null;
                break;
            case AssignmentStep.End:
                (holder, nominee) = (null, null);
                break;
        }

        return wish.Step(holder, true, nominee, now).Value == AssignmentStep.Nothing;
    });

    [Fact]
    public void Step_OnlyAnEndTouchesWhatIsHeld() => World.Holds(Cells, cell =>
        cell.Wish.Step(cell.Holder, true, cell.Nominee, World.Now.AddDays(cell.Days)) is not { Succeeded: true, Value: AssignmentStep.End or AssignmentStep.Withdraw } || cell.Wish.Nobody);

    [Fact]
    public void Step_OwnDeputy_IsRefused()
    {
        var person = World.People[0];
        Assert.Equal("own_deputy", new Assignment { Owner = person, Deputy = person }.Step(null, false, null, World.Now).Refusal?.Code);
        Assert.Equal("own_deputy", new Assignment { Deputy = person }.Step(Held(person, null), true, null, World.Now).Refusal?.Code);
    }

    [Fact]
    public void Step_HolderLapsed_IsAskedAgain()
    {
        var person = World.People[0];
        Assert.Equal(AssignmentStep.Nothing, new Assignment { Owner = person }.Step(Held(person, null), true, null, World.Now).Value);
        Assert.Equal(AssignmentStep.Ask, new Assignment { Owner = person }.Step(Held(person, null), true, null, World.Now.AddDays(80)).Value);
        Assert.Equal("nobody_holds", new Assignment { Deputy = World.People[1] }.Step(Held(person, null), true, null, World.Now.AddDays(80)).Refusal?.Code);
    }

    private static Ownership? Held(PersonId? person, PersonId? deputy)
    {
        var ownership = Asked(person, deputy);
        ownership?.Accept(person!.Value, 60, World.Now);
        return ownership;
    }

    private static Ownership? Asked(PersonId? person, PersonId? deputy) => person is not { } known ? null
        : Ownership.Nominate(default, OwnerRole.BusinessOwner, known, default(IntegrationId), null, deputy == known ? null : deputy, null, World.Now);
}
