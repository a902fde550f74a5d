using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Delegations;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>Tells in the portal, in the transaction that answers or ends an offer to stand in, whichever of the two did not do it.</summary>
public sealed class StandInNews(MailSettings mail) : IRecordFollower
{
    private static readonly string[] Answers = ["delegation.accepted", "delegation.closed"];

    public async Task FollowAsync(Work run, IReadOnlyList<AuditBody> told, CancellationToken cancellation)
    {
        List<NoticeDraft> drafts = [];
        foreach (var body in told.Where(body => Answers.Contains(body.Kind)))
        {
            var id = DelegationId.From(Guid.Parse(body.Facts![DelegationSteps.Fact]!, CultureInfo.InvariantCulture));
            var delegation = await run.Db.Delegations.SingleAsync(d => d.Id == id, cancellation);
            drafts.AddRange(new[] { delegation.LenderId, delegation.StandInId }.Where(person => person != run.Actor.Person).Select(person => new NoticeDraft(
                person, new Rung(ReminderKind.StandInAnswered, run.Now), new NoticeAbout(id.Value, Delegation: id), new NoticeText($"Standing in for {body.Facts!["lender"]}", body.Sentence, "/stand-ins", null))));
        }

        if (drafts.Count > 0)
            await run.RaiseAsync(drafts, await run.RecipientsAsync([.. drafts.Select(draft => draft.Person).Distinct()], mail, cancellation), cancellation);
    }
}
