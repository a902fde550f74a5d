using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Stops;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether cutting a vendor off was tried.</summary>
public sealed class VendorDisableTest : IEvidenceQuery
{
    public string Name => "vendor-disable-test";

    public string Measures => "Vendors that operate an active integration which may act on a target. One fails when it was not stopped in the last 180 days with everything confirmed gone, be it in earnest or as a rehearsal that was lifted again.";

    public string Fix => "Stop the vendor in a quiet hour, see that every target confirms it, and lift the stop.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var since = scope.Ago(180);
        var vendors = scope.Rows<Vendor>().Where(v => db.Integrations.Any(i => i.VendorId == v.Id && i.Status == IntegrationStatus.Active && db.Paths.Any(path => path.IntegrationId == i.Id && path.RemovedAt == null)));
        return Evidence.Of(vendors, vendors.Where(v => !db.Stops.Any(s => s.VendorId == v.Id && s.At >= since && s.PlannedAt != null && !db.StopLines.Any(l => l.StopId == s.Id && (l.EndedAt == null || l.State == StopLineState.CalledOff))))
            .Select(v => new FailingObject { Kind = FailingKind.Vendor, Id = v.Id.Value, Key = v.Key, Name = v.Name, Detail = "Not cut off in the last 180 days", Since = null }), "No vendor operates an integration that may act on a target.");
    }
}
