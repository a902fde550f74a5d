using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Evidence;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether each privileged action leads to one workload and a named approver.</summary>
public sealed class Attribution : IEvidenceQuery
{
    public string Name => "attribution";

    public string Measures => "Administrative actions that were let through in the last 90 days. One fails when its record names no workload or no person who approved it, directly or by the rule it was given under, or when its integration holds a shared or long-lived credential, which makes the workload uncertain.";

    public string Fix => "Replace shared and long-lived credentials by federated identities.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var since = scope.Since;
        var actions = db.AuditEvents.Where(e => e.Kind == EvidenceTable.Allowed && e.At >= since);
        if (scope.Tenants is { } tenants)
            actions = actions.Where(e => e.TenantId != null && tenants.Contains(e.TenantId.Value));
        return Evidence.Of(actions, actions.Where(e => e.WorkloadId == null || !e.Body.Contains("\"approvers\":[{")
                || db.Credentials.Any(c => c.IntegrationId == e.IntegrationId && c.Status == CredentialStatus.Active && (c.Shared || c.LongLived)))
            .Select(e => new FailingObject
            {
                Kind = FailingKind.Event,
                Id = e.EventId,
                Key = "",
                Name = db.Integrations.Where(i => i.Id == e.IntegrationId).Select(i => i.Name).FirstOrDefault() ?? e.Kind,
                Detail = e.WorkloadId == null || !e.Body.Contains("\"approvers\":[{") ? "No workload or no approver is named" : "Its integration holds a credential that several may use",
                Since = e.At,
            }), "No administrative action was let through in the last 90 days.");
    }
}
