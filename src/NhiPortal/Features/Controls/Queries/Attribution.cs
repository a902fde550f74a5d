using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether each privileged action leads to one workload and a named approver.</summary>
public sealed class Attribution : IEvidenceQuery
{
    public string Name => "attribution";

    public string Measures => "Grants of the last 90 days. One fails when no person approved it, directly or by the pre-approval it was given under, or when its integration holds a shared or long-lived credential, which makes the workload uncertain.";

    public string Fix => "Replace shared and long-lived credentials by federated identities.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var since = scope.Since;
        var grants = scope.Rows<Grant>().Where(g => g.From >= since);
        return Evidence.Of(grants, grants.Where(g => db.Credentials.Any(c => c.IntegrationId == g.IntegrationId && c.Status == CredentialStatus.Active && (c.Shared || c.LongLived))
                || !db.Requests.Any(r => r.Id == g.RequestId && db.Set<ApprovalDecision>().Any(d => d.Verdict == Verdict.Approve && (d.RequestId == r.Id || d.RequestId == r.UnderId))))
            .Select(g => new FailingObject { Kind = FailingKind.Request, Id = g.RequestId.Value, Key = "", Name = g.ActionName + " on " + g.ResourceId, Detail = "No named approver, or a credential that several may use", Since = g.From }), "Nothing was granted in the last 90 days.");
    }
}
