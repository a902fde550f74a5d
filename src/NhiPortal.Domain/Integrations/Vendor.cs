namespace NhiPortal.Domain.Integrations;

/// <summary>Who operates a third-party integration, and who inside the organisation answers for the contract.</summary>
public sealed class Vendor
{
    private Vendor() { }

    public VendorId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Key { get; private set; } = "";
    public string Name { get; private set; } = "";
    public PersonId? ContractOwnerId { get; private set; }

    public static Vendor Create(TenantId tenant, string key, string name, PersonId? contractOwner, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<VendorId>(now),
        TenantId = tenant,
        Key = key,
        Name = name,
        ContractOwnerId = contractOwner,
    };
}
