namespace NhiPortal.Domain.Integrations;

/// <summary>What is known of a vendor and its contract, and which systems its connectors are bound to.</summary>
public sealed record VendorTerms(string Name, PersonId? ContractOwner, string? Contact, DateTimeOffset? ContractEnds, IReadOnlyList<TargetId> Systems);

/// <summary>Who operates a third-party integration, and who inside the organisation answers for the contract.</summary>
public sealed class Vendor
{
    private Vendor() { }

    public VendorId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Key { get; private set; } = "";
    public string Name { get; private set; } = "";
    public PersonId? ContractOwnerId { get; private set; }

    /// <summary>Whom to call there, in the organisation's own words.</summary>
    public string? Contact { get; private set; }

    public DateTimeOffset? ContractEnds { get; private set; }

    /// <summary>The only systems a connector of this vendor may get a path to; none named means none allowed.</summary>
    public List<VendorSystem> Systems { get; private set; } = [];

    public int Version { get; private set; }

    public static Vendor Create(
        TenantId tenant, string key, string name, PersonId? contractOwner, DateTimeOffset now,
        string? contact = null, DateTimeOffset? contractEnds = null, IEnumerable<TargetId>? systems = null)
    {
        var id = Domain.Id.New<VendorId>(now);
        return new()
        {
            Id = id,
            TenantId = tenant,
            Key = key,
            Name = name,
            ContractOwnerId = contractOwner,
            Contact = contact,
            ContractEnds = contractEnds,
            Systems = [.. (systems ?? []).Distinct().Select(target => new VendorSystem(id, target))],
        };
    }

    /// <summary>Takes on other terms. Whoever calls has made sure that no connector reaches a system left out.</summary>
    public void Agree(VendorTerms terms)
    {
        (Name, ContractOwnerId, Contact, ContractEnds) = (terms.Name, terms.ContractOwner, terms.Contact, terms.ContractEnds);
        Systems.RemoveAll(system => !terms.Systems.Contains(system.TargetId));
        Systems.AddRange(terms.Systems.Distinct().Where(target => !MayReach(target)).Select(target => new VendorSystem(Id, target)));
        Version++;
    }

    public bool MayReach(TargetId target) => Systems.Exists(system => system.TargetId == target);
}

/// <summary>Binds a vendor's connectors to one system.</summary>
public sealed record VendorSystem(VendorId VendorId, TargetId TargetId);
