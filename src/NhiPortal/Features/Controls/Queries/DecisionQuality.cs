using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether answers carry a reason.</summary>
public sealed class DecisionQuality : IEvidenceQuery
{
    public string Name => "decision-quality";

    public string Measures => "Answers to requests in the last 90 days. One fails without a reason. How quickly somebody answered is not measured.";

    public string Fix => "Have approvers say why.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var since = scope.Since;
        var requests = scope.Rows<AccessRequest>();
        var decisions = db.Set<ApprovalDecision>().Where(d => d.DecidedAt >= since && requests.Any(r => r.Id == d.RequestId));
        return Evidence.Of(decisions, decisions.Where(d => d.Reason == null || d.Reason == "")
            .Select(d => new FailingObject { Kind = FailingKind.Request, Id = d.RequestId.Value, Key = "", Name = db.People.Where(p => p.Id == d.PersonId).Select(p => p.Name).First(), Detail = "No reason was given", Since = d.DecidedAt }), "Nobody answered a request in the last 90 days.");
    }
}
