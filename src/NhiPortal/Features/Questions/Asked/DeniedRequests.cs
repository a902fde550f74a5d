using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Questions.Asked;

/// <summary>Where people said no: an approval that is never refused is no control.</summary>
public sealed class DeniedRequests : IAuditQuestion
{
    public string Key => "denied-requests";

    public string Title => "Which requests did people refuse, and why?";

    public string Words => "Requests that an owner denied in the period, with the reason given.";

    public string Moment => "Denied";

    public string Who => "Decided by";

    public IQueryable<QuestionRow> Of(QuestionScope scope)
    {
        var (from, until) = (scope.From, scope.Until);
        var requests = scope.Rows<AccessRequest>().Where(r => r.Status == RequestStatus.Denied && r.EndedAt >= from && r.EndedAt < until);
        if (scope.Person is { } person)
            requests = requests.Where(r => r.Decisions.Any(d => d.PersonId == person || d.ForId == person));
        return requests.OrderByDescending(r => r.EndedAt).ThenByDescending(r => r.Id).Select(r => new QuestionRow
        {
            Id = r.Id.Value,
            At = r.EndedAt!.Value,
            What = r.ActionName + " on " + r.ResourceId,
            Detail = r.EndReason,
            Request = r.Id,
            Integration = r.IntegrationId,
            Target = r.TargetId,
            Href = "/actions/" + r.Id.Value,
        });
    }
}
