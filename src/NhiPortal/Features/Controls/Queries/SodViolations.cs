using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether nobody approved what they asked for, and nobody twice.</summary>
public sealed class SodViolations : IEvidenceQuery
{
    public string Name => "sod-violations";

    public string Measures => "Approvals of the last 90 days, without break-glass. One fails when the approver asked for it or started the run, or approved two stages of the same request.";

    public string Fix => "Revoke the grant and find out how it came about: the portal refuses such answers.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var since = scope.Since;
        var requests = scope.Rows<AccessRequest>();
        var decisions = db.Set<ApprovalDecision>().Where(d => d.DecidedAt >= since && d.Verdict == Verdict.Approve && !d.ByBreakGlass && requests.Any(r => r.Id == d.RequestId));
        return Evidence.Of(decisions, decisions.Where(d => db.Requests.Any(r => r.Id == d.RequestId && (r.RequestedById == d.PersonId || r.StartedById == d.PersonId))
                || db.Set<ApprovalDecision>().Any(other => other.RequestId == d.RequestId && other.PersonId == d.PersonId && other.Stage != d.Stage && other.Verdict == Verdict.Approve))
            .Select(d => new FailingObject { Kind = FailingKind.Request, Id = d.RequestId.Value, Key = "", Name = db.People.Where(p => p.Id == d.PersonId).Select(p => p.Name).First(), Detail = "Approved what they asked for, or twice", Since = d.DecidedAt }), "Nobody approved anything in the last 90 days.");
    }
}
