using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether every request was judged by a named rule.</summary>
public sealed class PolicyCoverage : IEvidenceQuery
{
    public string Name => "policy-coverage";

    public string Measures => "Requests of the last 90 days. One fails when no rule of the approval policy is named in it.";

    public string Fix => "Publish a rule that covers such actions.";

    public Evidence Of(EvidenceScope scope)
    {
        var since = scope.Since;
        var requests = scope.Rows<AccessRequest>().Where(r => r.AskedAt >= since);
        return Evidence.Of(requests, requests.Where(r => r.PolicyRule == "" || r.PolicyVersion == 0)
            .Select(r => new FailingObject { Kind = FailingKind.Request, Id = r.Id.Value, Key = "", Name = r.ActionName + " on " + r.ResourceId, Detail = "No rule is named", Since = r.AskedAt }), "Nothing was asked for in the last 90 days.");
    }
}
