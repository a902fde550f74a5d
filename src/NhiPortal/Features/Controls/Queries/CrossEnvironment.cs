using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether an integration stays in its environment.</summary>
public sealed class CrossEnvironment : IEvidenceQuery
{
    public string Name => "cross-environment";

    public string Measures => "Active integrations. One fails when it may act on a target of another environment than its own.";

    public string Fix => "Take the path away, or register the integration once for each environment.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var active = scope.Rows<Integration>().Where(i => i.Status == IntegrationStatus.Active);
        return Evidence.Of(active, active.Where(i => db.Paths.Any(path => path.IntegrationId == i.Id && path.RemovedAt == null && db.Targets.Any(t => t.Id == path.TargetId && t.Environment != i.Environment)))
            .Select(i => new FailingObject { Kind = FailingKind.Integration, Id = i.Id.Value, Key = i.Key, Name = i.Name, Detail = "It may act on a target of another environment", Since = null }), "There is no active integration.");
    }
}
