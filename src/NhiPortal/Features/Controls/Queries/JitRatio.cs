using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether privilege is lent for hours, not for good.</summary>
public sealed class JitRatio : IEvidenceQuery
{
    public string Name => "jit-ratio";

    public string Measures => "Grants of the last 90 days. One fails when it was asked for longer than 8 hours and nobody who approved it shortened it to that. Access that no grant stands behind is measured by standing-privilege.";

    public string Fix => "Publish a policy that allows at most 8 hours.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var since = scope.Since;
        var grants = scope.Rows<Grant>().Where(g => g.From >= since);
        return Evidence.Of(grants, grants.Where(g => db.Requests.Any(r => r.Id == g.RequestId && r.RequestedMinutes > 480)
                && !db.Set<ApprovalDecision>().Any(d => d.RequestId == g.RequestId && d.Verdict == Verdict.Approve && d.Minutes <= 480))
            .Select(g => new FailingObject { Kind = FailingKind.Request, Id = g.RequestId.Value, Key = "", Name = g.ActionName + " on " + g.ResourceId, Detail = "Longer than 8 hours", Since = g.From }), "Nothing was granted in the last 90 days.");
    }
}
