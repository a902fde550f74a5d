using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Tests.Owners;

/// <summary>Whatever people, deputies and managers there are: nobody unfit is asked, nobody twice, and the asking ends.</summary>
public sealed class SuccessionTests
{
    private static readonly PersonId[] People = [.. Enumerable.Range(1, 8).Select(n => new PersonId(new Guid(n, 0, 0, new byte[8])))];

    private static readonly Gen<Case> Cases =
        from known in Gen.CollectToList(People, Person)
        from holder in Gen.Elements(People)
        from deputy in Maybe
        from manager in Maybe
        from asked in Gen.SubListOf(People)
        select new Case(holder, deputy, manager, known.OfType<Successor>().ToDictionary(person => person.Id), asked.ToHashSet());

    private static Gen<PersonId?> Maybe => Gen.Elements(People.Select(person => (PersonId?)person).Append(null));

    [Fact]
    public void Next_AsksOnlyTheFit_AndNobodyTwice() => World.Holds(Cases, found =>
        found.Next().Ask is not { } asked
        || (asked is { Active: true, External: false, InTenant: true, HoldsTheRest: false } && asked.Id != found.Holder && !found.Asked.Contains(asked.Id)));

    [Fact]
    public void Next_AskedAgainUntilNobodyIsLeft_EndsAfterTwo() => World.Holds(Cases, found =>
    {
        var asked = found.Asked.ToHashSet();
        for (var rounds = 0; rounds < 3; rounds++)
        {
            if ((found with { Asked = asked }).Next().Ask is not { } next)
                return true;
            asked.Add(next.Id);
        }

        return false;
    });

    [Fact]
    public void Next_SaysTruly_WhetherOthersAreToCome() => World.Holds(Cases, found =>
        found.Next() is { Ask: { } first } step
            ? step.OthersToCome == (found with { Asked = found.Asked.Append(first.Id).ToHashSet() }).Next().Ask is not null
            : !found.Next().OthersToCome);

    [Fact]
    public void Next_FitDeputy_ComesBeforeTheManager() => World.Holds(Cases, found =>
        found.Deputy is not { } deputy || deputy == found.Holder || found.Asked.Contains(deputy) || found.Known.GetValueOrDefault(deputy) is not { Unfit: null }
        || found.Next() is { AsDeputy: true } step && step.Ask?.Id == deputy);

    [Fact]
    public void Next_ManagersInACircle_AsksTheFirstWhoCan_OrNobody()
    {
        var (owner, one, two) = (People[0], People[1], People[2]);
        Successor Someone(PersonId id, bool active, PersonId manager) => new(id, "P", active, false, true, manager, false);
        var circle = new Dictionary<PersonId, Successor> { [one] = Someone(one, false, two), [two] = Someone(two, false, one), [owner] = Someone(owner, false, one) };
        Assert.Null(Succession.Next(owner, null, one, circle, new HashSet<PersonId>()).Ask);

        circle[two] = Someone(two, true, one);
        var step = Succession.Next(owner, owner, one, circle, new HashSet<PersonId>());
        Assert.Equal((two, false, false), (step.Ask!.Id, step.AsDeputy, step.OthersToCome));
        Assert.Equal(["P (deputy): the owner themselves", "P (manager): no longer active"], step.PassedOver);
    }

    private static Gen<Successor?> Person(PersonId id) =>
        from known in Gen.Frequency((8, Gen.Constant(true)), (1, Gen.Constant(false)))
        from active in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from external in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        from inTenant in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        from rest in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        from manager in Maybe
        select known ? new Successor(id, "P", active, external, inTenant, manager, rest) : null;

    private sealed record Case(PersonId Holder, PersonId? Deputy, PersonId? Manager, IReadOnlyDictionary<PersonId, Successor> Known, HashSet<PersonId> Asked)
    {
        public SuccessionStep Next() => Succession.Next(Holder, Deputy, Manager, Known, Asked);
    }
}
