using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Questions.Asked;

/// <summary>Where somebody decided in an owner's place.</summary>
public sealed class ApprovedByStandIn : IAuditQuestion
{
    public string Key => "approved-by-stand-in";

    public string Title => "What did a deputy or stand-in approve in an owner's place?";

    public string Words => "Grants given in the period for which at least one approval came from somebody acting for an owner, break-glass included.";

    public string Moment => "Granted";

    public IQueryable<QuestionRow> Of(QuestionScope scope) => QuestionScope.List(scope.Grants()
        .Where(g => scope.Decisions.Any(d => d.RequestId == g.RequestId && d.ForId != null && d.Verdict == Verdict.Approve)));
}
