using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether vendors are under contract and somebody answers for them.</summary>
public sealed class VendorRegister : IEvidenceQuery
{
    public string Name => "vendor-register";

    public string Measures => "Vendors that operate an integration which is not retired. One fails without a contract owner who is active, without a contact, or with a contract that has no end or has ended. Assessments are not held in the portal.";

    public string Fix => "Complete the vendor.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var now = scope.Now;
        var vendors = scope.Rows<Vendor>().Where(v => db.Integrations.Any(i => i.VendorId == v.Id && i.Status != IntegrationStatus.Retired));
        return Evidence.Of(vendors, vendors.Where(v => v.Contact == null || v.Contact == "" || v.ContractEnds == null || v.ContractEnds < now
                || !db.People.Any(p => p.Id == v.ContractOwnerId && p.Status == PersonStatus.Active))
            .Select(v => new FailingObject { Kind = FailingKind.Vendor, Id = v.Id.Value, Key = v.Key, Name = v.Name, Detail = "Contract, contact or contract owner is missing", Since = v.ContractEnds }), "No vendor operates an integration.");
    }
}
