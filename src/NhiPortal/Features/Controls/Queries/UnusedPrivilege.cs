using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether approved paths are used.</summary>
public sealed class UnusedPrivilege : IEvidenceQuery
{
    public string Name => "unused-privilege";

    public string Measures => "Open paths of active integrations, approved more than 90 days ago. One fails when it was not used in the last 90 days: a grant that nobody used is no use.";

    public string Fix => "Take the path away.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var since = scope.Since;
        var integrations = scope.Rows<Integration>();
        var paths = db.Paths.Where(path => path.RemovedAt == null && path.ApprovedAt < since && integrations.Any(i => i.Id == path.IntegrationId && i.Status == IntegrationStatus.Active));
        return Evidence.Of(paths, paths.Where(path => !db.Grants.Any(g => g.IntegrationId == path.IntegrationId && g.TargetId == path.TargetId && g.ActionName == path.ActionName && g.LastUsedAt >= since))
            .Select(path => new FailingObject { Kind = FailingKind.Integration, Id = path.IntegrationId.Value, Key = db.Integrations.Where(i => i.Id == path.IntegrationId).Select(i => i.Key).First(), Name = db.Integrations.Where(i => i.Id == path.IntegrationId).Select(i => i.Name).First(), Detail = path.ActionName + " on " + db.Targets.Where(t => t.Id == path.TargetId).Select(t => t.Name).First() + " was not used for 90 days", Since = path.ApprovedAt }), "No path has been open for 90 days.");
    }
}
