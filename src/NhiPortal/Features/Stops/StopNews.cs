using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Stops;
using NhiPortal.Features.Reminders;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Stops;

/// <summary>Tells at once, quiet hours or not, whoever owns what was stopped, whoever has to do something by hand, and security operations.</summary>
public sealed class StopNews(MailSettings mail) : IRecordFollower
{
    private static readonly string[] Told = ["stop.planned", "stop.lift_asked", "stop.lifted"];

    public async Task FollowAsync(Work run, IReadOnlyList<AuditBody> told, CancellationToken cancellation)
    {
        List<NoticeDraft> drafts = [];
        foreach (var body in told.Where(body => Told.Contains(body.Kind)))
        {
            var stop = run.Db.Stops.Local.Single(one => one.Id.ToString() == body.Facts!["stop"]);
            var audience = await AudienceAsync(run, stop, cancellation);
            // Each turn of a stop is a notice of its own: the one about stopping must not swallow the one about lifting.
            var about = new NoticeAbout(body.Kind == "stop.planned" ? stop.Id.Value : body.Id);
            drafts.AddRange(audience.Where(person => person != run.Actor.Person).Select(person => new NoticeDraft(
                person, new Rung(ReminderKind.ThingStopped, run.Now), about, new NoticeText(Title(body.Kind, stop), body.Sentence, $"/stops/{stop.Id}", null))));
        }

        if (drafts.Count == 0)
            return;
        var recipients = await run.RecipientsAsync([.. drafts.Select(draft => draft.Person).Distinct()], mail, cancellation);
        await run.PostAsync(await run.RaiseAsync(drafts, recipients, cancellation), LetterKind.AtOnce, recipients, cancellation);
    }

    private static string Title(string kind, Stop stop) => kind switch
    {
        "stop.planned" => $"Stopped: {stop.Name}",
        "stop.lifted" => $"The stop of {stop.Name} is lifted",
        _ => $"Somebody wants to lift the stop of {stop.Name}",
    };

    private static async Task<IReadOnlyList<PersonId>> AudienceAsync(Work run, Stop stop, CancellationToken cancellation)
    {
        var integrations = run.Db.IntegrationsUnder(stop.Scope, stop.Thing()).Select(i => i.Id);
        var targets = stop.Scope is StopScope.Target or StopScope.Tenant ? run.Db.TargetsUnder(stop.Scope, stop.Thing()).Select(t => t.Id) : run.Db.Targets.Where(t => false).Select(t => t.Id);
        var owners = run.Db.Ownerships.Where(o => o.ClosedAt == null && o.AcceptedAt != null
            && ((o.IntegrationId != null && integrations.Contains(o.IntegrationId.Value)) || (o.TargetId != null && targets.Contains(o.TargetId.Value)))).Select(o => o.PersonId);
        var hands = run.Db.StopLines.Where(l => l.StopId == stop.Id && l.WhoId != null).Select(l => l.WhoId!.Value);
        var contracts = run.Db.Vendors.Where(v => v.Id == stop.VendorId && v.ContractOwnerId != null).Select(v => v.ContractOwnerId!.Value);
        var security = run.Db.SeenLately(run.Now, Role.SecurityOperations).Select(r => r.PersonId);
        return await run.Db.People.AsNoTracking().Where(p => p.Status == PersonStatus.Active && !p.External
                && (owners.Contains(p.Id) || hands.Contains(p.Id) || contracts.Contains(p.Id)
                    || (security.Contains(p.Id) && (p.TenantId == stop.TenantId || p.AlsoIn.Any(also => also.TenantId == stop.TenantId)))))
            .OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(cancellation);
    }
}
