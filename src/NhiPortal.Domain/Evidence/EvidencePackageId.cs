namespace NhiPortal.Domain;

/// <summary>Identifies an <see cref="Evidence.EvidencePackage"/>.</summary>
public readonly record struct EvidencePackageId(Guid Value) : IId<EvidencePackageId>
{
    public static EvidencePackageId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}
