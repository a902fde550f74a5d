using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether whoever approved held the role at that moment.</summary>
public sealed class IneligibleApprovals : IEvidenceQuery
{
    public string Name => "ineligible-approvals";

    public string Measures => "Approvals of the last 90 days, without break-glass. One fails when neither the approver nor the person they stood in for held the role named, at the moment of deciding.";

    public string Fix => "Revoke the grant and find out how it came about: the portal refuses such answers.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var since = scope.Since;
        var requests = scope.Rows<AccessRequest>();
        var decisions = db.Set<ApprovalDecision>().Where(d => d.DecidedAt >= since && d.Verdict == Verdict.Approve && !d.ByBreakGlass && requests.Any(r => r.Id == d.RequestId));
        return Evidence.Of(decisions, decisions.Where(d => !db.Ownerships.Any(o => o.Role == d.Role && (o.PersonId == d.PersonId || o.PersonId == d.ForId) && o.AcceptedAt <= d.DecidedAt && (o.ClosedAt == null || o.ClosedAt >= d.DecidedAt)
                && db.Requests.Any(r => r.Id == d.RequestId && (o.IntegrationId == r.IntegrationId || o.TargetId == r.TargetId))))
            .Select(d => new FailingObject { Kind = FailingKind.Request, Id = d.RequestId.Value, Key = "", Name = db.People.Where(p => p.Id == d.PersonId).Select(p => p.Name).First(), Detail = "Held no such role at that moment", Since = d.DecidedAt }), "Nobody approved anything in the last 90 days.");
    }
}
