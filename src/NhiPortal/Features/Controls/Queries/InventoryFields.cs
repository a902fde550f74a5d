using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether the register says what must be known of an integration.</summary>
public sealed class InventoryFields : IEvidenceQuery
{
    public string Name => "inventory-fields";

    public string Measures => "Active integrations. One fails without a purpose, without an approved action on a target, without a risk score, or, operated by a vendor, without a vendor.";

    public string Fix => "Complete the integration.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var active = scope.Rows<Integration>().Where(i => i.Status == IntegrationStatus.Active);
        return Evidence.Of(active, active.Where(i => i.Purpose == "" || i.RiskScore == 0 || (i.Kind == IntegrationKind.VendorOperated && i.VendorId == null)
                || !db.Paths.Any(path => path.IntegrationId == i.Id && path.RemovedAt == null))
            .Select(i => new FailingObject { Kind = FailingKind.Integration, Id = i.Id.Value, Key = i.Key, Name = i.Name, Detail = "Purpose, approved actions, risk or vendor is missing", Since = null }), "There is no active integration.");
    }
}
