using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether the most dangerous actions had two approvers in different roles.</summary>
public sealed class DualApproval : IEvidenceQuery
{
    public string Name => "dual-approval";

    public string Measures => "Approved requests of the highest risk in the last 90 days, without break-glass and without those given under a pre-approval. One fails with fewer than two approvers, or two in the same role.";

    public string Fix => "Publish a policy that asks two roles for critical actions.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var since = scope.Since;
        var requests = scope.Rows<AccessRequest>().Where(r => r.Risk == RiskLevel.Critical && r.Status == RequestStatus.Approved && r.EndedAt >= since && r.UnderId == null
            && !db.BreakGlassUses.Any(use => use.RequestId == r.Id));
        var approvals = db.Set<ApprovalDecision>().Where(d => d.Verdict == Verdict.Approve);
        return Evidence.Of(requests, requests.Where(r => approvals.Where(d => d.RequestId == r.Id).Select(d => d.PersonId).Distinct().Count() < 2
                || approvals.Where(d => d.RequestId == r.Id).Select(d => d.Role).Distinct().Count() < 2)
            .Select(r => new FailingObject { Kind = FailingKind.Request, Id = r.Id.Value, Key = "", Name = r.ActionName + " on " + r.ResourceId, Detail = "Fewer than two approvers in different roles", Since = r.AskedAt }), "No request of the highest risk was approved in the last 90 days.");
    }
}
