using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether every integration has a computed risk.</summary>
public sealed class RiskTier : IEvidenceQuery
{
    public string Name => "risk-tier";

    public string Measures => "Active integrations. One fails when it may act on a target and no risk was computed for it.";

    public string Fix => "Have the findings judged, which computes the risk.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var active = scope.Rows<Integration>().Where(i => i.Status == IntegrationStatus.Active);
        return Evidence.Of(active, active.Where(i => i.RiskScore == 0 && db.Paths.Any(path => path.IntegrationId == i.Id && path.RemovedAt == null))
            .Select(i => new FailingObject { Kind = FailingKind.Integration, Id = i.Id.Value, Key = i.Key, Name = i.Name, Detail = "No risk was computed", Since = null }), "There is no active integration.");
    }
}
