namespace NhiPortal.Domain.Owners;

/// <summary>What succession must know of somebody who may be asked.</summary>
/// <param name="InTenant">Whether they work in the tenant of the thing.</param>
/// <param name="HoldsTheRest">Whether they already hold every other role around the thing, so that nobody would check them.</param>
public sealed record Successor(PersonId Id, string Name, bool Active, bool External, bool InTenant, PersonId? Manager, bool HoldsTheRest)
{
    /// <summary>Why they cannot be asked, as it stands in the record; null when they can.</summary>
    public string? Unfit => this switch
    {
        { Active: false } => "no longer active",
        { External: true } => "a vendor's contact",
        { InTenant: false } => "of another tenant",
        { HoldsTheRest: true } => "would hold every role around it",
        _ => null,
    };
}

/// <summary>Who is asked next, in which capacity, and who was passed over and why.</summary>
/// <param name="Ask">Null when nobody is left to ask.</param>
/// <param name="OthersToCome">Whether somebody else can be asked when this one does not answer.</param>
public sealed record SuccessionStep(Successor? Ask, bool AsDeputy, bool OthersToCome, IReadOnlyList<string> PassedOver);

/// <summary>
/// Who takes over from an owner who is gone: the deputy, then the nearest manager who can. Nobody is asked twice, nobody
/// unfit is asked at all, and a circle of managers ends like any other line.
/// </summary>
public static class Succession
{
    /// <summary>Higher up nobody knows the thing any more.</summary>
    public const int LongestLine = 10;

    /// <param name="holder">Whoever is gone.</param>
    /// <param name="deputy">Their deputy for this thing.</param>
    /// <param name="manager">Their manager.</param>
    /// <param name="known">Everybody who could come into question.</param>
    /// <param name="asked">Whoever was asked already since the holder is gone.</param>
    public static SuccessionStep Next(
        PersonId holder, PersonId? deputy, PersonId? manager, IReadOnlyDictionary<PersonId, Successor> known, IReadOnlySet<PersonId> asked)
    {
        var passed = new List<string>();
        var second = Fit(deputy, "deputy", holder, known, passed);
        var leader = Leader(holder, manager, known, passed);
        var waiting = new[] { second, leader }.OfType<Successor>().DistinctBy(person => person.Id).Where(person => !asked.Contains(person.Id)).ToList();
        return waiting is [var first, ..]
            ? new(first, first.Id == second?.Id, waiting.Count > 1, passed)
            : new(null, false, false, passed);
    }

    private static Successor? Leader(PersonId holder, PersonId? manager, IReadOnlyDictionary<PersonId, Successor> known, List<string> passed)
    {
        var seen = new HashSet<PersonId> { holder };
        for (var next = manager; next is { } id && seen.Add(id) && seen.Count <= LongestLine; next = known.GetValueOrDefault(id)?.Manager)
            if (Fit(id, "manager", holder, known, passed) is { } fit)
                return fit;
        return null;
    }

    private static Successor? Fit(PersonId? id, string capacity, PersonId holder, IReadOnlyDictionary<PersonId, Successor> known, List<string> passed)
    {
        if (id is not { } asked || known.GetValueOrDefault(asked) is not { } person)
            return null;
        if ((asked == holder ? "the owner themselves" : person.Unfit) is not { } why)
            return person;
        passed.Add($"{person.Name} ({capacity}): {why}");
        return null;
    }
}
