using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.BreakGlass;
using NhiPortal.Features.Requests;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>
/// Tells of break-glass in the transaction that records it: owners on the way and security operations hear of each use and drill,
/// and whoever is independent enough to review is asked to, again when it is overdue. Where telling fails, nothing is let through.
/// </summary>
public sealed class BreakGlassNews(MailSettings mail) : IRecordFollower
{
    public async Task FollowAsync(Work run, IReadOnlyList<AuditBody> told, CancellationToken cancellation)
    {
        List<NoticeDraft> drafts = [];
        foreach (var body in told)
            drafts.AddRange(body.Kind switch
            {
                "break_glass.used" or "break_glass.overdue" => await OfUseAsync(run, body, Use(run, body), cancellation),
                "break_glass.drilled" => await OfDrillAsync(run, body, cancellation),
                _ => [],
            });
        foreach (var body in told.Where(body => body.Kind == "break_glass.reviewed"))
            await SettleAsync(run, Use(run, body), cancellation);
        if (drafts.Count == 0)
            return;
        var recipients = await run.RecipientsAsync([.. drafts.Select(draft => draft.Person).Distinct()], mail, cancellation);
        await run.PostAsync(await run.RaiseAsync(drafts, recipients, cancellation), LetterKind.AtOnce, recipients, cancellation);
    }

    /// <summary>What is told of is changed in the same transaction, so it is here.</summary>
    private static BreakGlassUse Use(Work run, AuditBody body) => run.Db.BreakGlassUses.Local.Single(use => use.Id.ToString() == body.Facts!["use"]);

    private static async Task<IReadOnlyList<NoticeDraft>> OfUseAsync(Work run, AuditBody body, BreakGlassUse use, CancellationToken cancellation)
    {
        var audience = await run.Db.AudienceAsync(use.TenantId, use.TargetId, use.IntegrationId, run.Now, cancellation);
        var request = run.Db.Requests.Local.FirstOrDefault(r => r.Id == use.RequestId) ?? (await run.Db.RequestsOfAsync([use], cancellation))[0];
        var owners = await run.Db.Ownerships.Where(o => o.TargetId == use.TargetId && o.Role == OwnerRole.SystemOwner && o.ClosedAt == null && o.AcceptedAt != null).Select(o => o.PersonId).ToListAsync(cancellation);
        var everybody = audience.Told.Concat(audience.Staff).Distinct().Where(person => person != run.Actor.Person).ToList();
        var facts = await run.Db.ApproverFactsAsync([request], everybody, run.Now, cancellation);
        var reviewers = audience.Security.Concat(audience.Staff).Concat(owners).ToHashSet();
        var (link, title) = ($"/break-glass/{use.Id}", $"Break-glass on {body.Target?.Key}");
        return
        [
            .. from person in everybody
               let reviews = reviewers.Contains(person) && use.WhyNotIndependent(request, facts[(request.Id, person)]) is null
               where reviews || (body.Kind == "break_glass.used" && audience.Told.Contains(person))
               select new NoticeDraft(
                   person, new Rung(reviews ? ReminderKind.BreakGlassReview : ReminderKind.BreakGlassUsed, run.Now), new NoticeAbout(use.Id.Value),
                   new NoticeText(reviews ? $"{title}: review it" : title, body.Sentence, link, reviews ? use.ReviewDue : null)),
        ];
    }

    private static async Task<IReadOnlyList<NoticeDraft>> OfDrillAsync(Work run, AuditBody body, CancellationToken cancellation)
    {
        var drill = run.Db.BreakGlassDrills.Local.Single(one => one.Id.ToString() == body.Facts!["drill"]);
        var audience = await run.Db.AudienceAsync(drill.TenantId, drill.TargetId, null, run.Now, cancellation);
        return [.. audience.Told.Select(person => new NoticeDraft(
            person, new Rung(ReminderKind.BreakGlassDrilled, run.Now), new NoticeAbout(drill.Id.Value), new NoticeText($"Drill of break-glass on {body.Target?.Key}", body.Sentence, "/break-glass", null)))];
    }

    private static async Task SettleAsync(Work run, BreakGlassUse use, CancellationToken cancellation)
    {
        foreach (var notice in await run.Db.Notices.Where(n => n.Thing == use.Id.Value && n.Kind == ReminderKind.BreakGlassReview && n.SettledAt == null).ToListAsync(cancellation))
            notice.Settle(run.Now);
    }
}
