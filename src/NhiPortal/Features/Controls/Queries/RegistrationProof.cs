using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Grants;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether whoever was granted something had proved who they are.</summary>
public sealed class RegistrationProof : IEvidenceQuery
{
    public string Name => "registration-proof";

    public string Measures => "Grants of the last 90 days. One fails when its workload identity is vouched for by no issuer the portal trusts.";

    public string Fix => "Register the workload with an issuer whose tokens the portal verifies.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var since = scope.Since;
        var grants = scope.Rows<Grant>().Where(g => g.From >= since);
        return Evidence.Of(grants, grants.Where(g => !db.Workloads.Any(w => w.Id == g.WorkloadId && db.Issuers.Any(issuer => issuer.Issuer == w.Issuer)))
            .Select(g => new FailingObject { Kind = FailingKind.Request, Id = g.RequestId.Value, Key = "", Name = g.ActionName + " on " + g.ResourceId, Detail = "The identity is vouched for by no trusted issuer", Since = g.From }), "Nothing was granted in the last 90 days.");
    }
}
