namespace NhiPortal.Domain.Owners;

/// <summary>What a decision needs to know of one ownership: who, and until when it holds.</summary>
public sealed record OwnerFact(OwnerRole Role, PersonId Person, string PersonName, bool PersonActive, bool External, DateTimeOffset? HoldsUntil)
{
    /// <summary>An external person is a contact, never an accountable owner.</summary>
    public bool HoldsAt(DateTimeOffset now) => PersonActive && !External && HoldsUntil is { } until && now < until;

    public static OwnerFact Of(Ownership ownership, People.Person person) =>
        new(ownership.Role, ownership.PersonId, person.Name, person.Active, person.External, ownership.HoldsUntil);
}
