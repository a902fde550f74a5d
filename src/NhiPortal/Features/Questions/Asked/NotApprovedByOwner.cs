using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Questions.Asked;

/// <summary>What no owner looked at before it was possible.</summary>
public sealed class NotApprovedByOwner : IAuditQuestion
{
    public string Key => "without-approver";

    public string Title => "Which actions did no owner approve one by one?";

    public string Words => "Grants given in the period that no owner approved for this one action: let through by break-glass, answered by a standing pre-approval, or with no approval on record.";

    public string Moment => "Granted";

    public IQueryable<QuestionRow> Of(QuestionScope scope)
    {
        var (db, approvals) = (scope.Db, scope.Decisions.Where(d => d.Verdict == Verdict.Approve && !d.ByBreakGlass));
        return scope.Grants().Where(g => db.Requests.Any(r => r.Id == g.RequestId && r.UnderId != null) || !approvals.Any(d => d.RequestId == g.RequestId))
            .OrderByDescending(g => g.From).ThenByDescending(g => g.Id).Select(g => new QuestionRow
            {
                Id = g.Id.Value,
                At = g.From,
                What = g.ActionName + " on " + g.ResourceId,
                Detail = Why(db.BreakGlassUses.Any(use => use.RequestId == g.RequestId), db.Requests.Any(r => r.Id == g.RequestId && r.UnderId != null)),
                Request = g.RequestId,
                Integration = g.IntegrationId,
                Target = g.TargetId,
                Href = "/actions/" + g.RequestId.Value,
            });
    }

    private static string Why(bool brokeGlass, bool standing) => brokeGlass ? "Break-glass" : standing ? "Standing pre-approval" : "No approval on record";
}
