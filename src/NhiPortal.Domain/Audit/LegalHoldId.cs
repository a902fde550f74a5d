namespace NhiPortal.Domain;

/// <summary>Identifies a <see cref="Audit.LegalHold"/>.</summary>
public readonly record struct LegalHoldId(Guid Value) : IId<LegalHoldId>
{
    public static LegalHoldId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}
