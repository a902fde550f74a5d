using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Unattended;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>
/// Tells of unattended access in the transaction that records each step: first whoever should attend, then their deputy and
/// manager, and IAM staff from the announcement on. Where nobody is left to tell, IAM staff hears of it from the beginning.
/// </summary>
public sealed class RevocationNews(MailSettings mail) : IRecordFollower
{
    private static readonly string[] Ends = ["revocation.cancelled", "revocation.undone", "revocation.confirmed"];

    public async Task FollowAsync(Work run, IReadOnlyList<AuditBody> told, CancellationToken cancellation)
    {
        var steps = told.Where(body => body.Kind is "revocation.reminded" or "revocation.escalated" or "revocation.frozen" or "revocation.announced" or "revocation.suspended" or "revocation.carried_out" or "revocation.failed").ToList();
        var stops = told.Where(body => body.Kind == "revocation.braked").ToList();
        var over = told.Where(body => Ends.Contains(body.Kind) || body.Kind is "revocation.batch_let_go" or "revocation.batch_discarded").ToList();
        if (over.Count > 0)
            await SettleAsync(run, [.. over.Select(body => Guid.Parse(body.Facts!.GetValueOrDefault("revocation") ?? body.Facts!["batch"]!))], cancellation);
        if (steps.Count == 0 && stops.Count == 0)
            return;
        var staff = await StaffAsync(run, cancellation);
        List<NoticeDraft> drafts = [.. await OfStepsAsync(run, steps, staff, cancellation), .. stops.SelectMany(body => OfStop(body, staff, run.Now))];
        var recipients = await run.RecipientsAsync([.. drafts.Select(draft => draft.Person).Distinct()], mail, cancellation);
        await run.PostAsync(await run.RaiseAsync(drafts, recipients, cancellation), LetterKind.AtOnce, recipients, cancellation);
    }

    private static async Task<IReadOnlyList<NoticeDraft>> OfStepsAsync(Work run, IReadOnlyList<AuditBody> steps, List<Staff> staff, CancellationToken cancellation)
    {
        // What is told of is changed in the same transaction, so it is here.
        var rows = run.Db.Revocations.Local.ToDictionary(row => row.Id.ToString());
        var told = steps.Select(body => (Body: body, Row: rows[body.Facts!["revocation"]!])).ToList();
        var people = told.Select(one => one.Row.OwnerId).OfType<PersonId>().Distinct().ToList();
        var managers = await run.Db.People.Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.ManagerId, cancellation);
        var deputies = await DeputiesAsync(run, [.. told.Select(one => one.Row)], cancellation);
        return [.. told.SelectMany(one => Audience(one.Body.Kind, one.Row, managers, deputies, staff).Distinct().Select(person => Draft(person, one.Body, one.Row, run.Now)))];
    }

    private static IEnumerable<PersonId> Audience(
        string kind, Revocation row, Dictionary<PersonId, PersonId?> managers, ILookup<(IntegrationId?, TargetId?), PersonId> deputies, List<Staff> staff)
    {
        var here = staff.Where(one => one.Role == Role.IamStaff && one.Person.BelongsTo(row.TenantId)).Select(one => one.Person.Id);
        if (row.OwnerId is not { } owner)
            return here;
        var behind = deputies[(row.IntegrationId, row.TargetId)].Concat(managers.GetValueOrDefault(owner) is { } manager ? [manager] : []);
        return kind switch
        {
            "revocation.reminded" => [owner],
            "revocation.escalated" or "revocation.frozen" => behind.Prepend(owner),
            _ => behind.Prepend(owner).Concat(here),
        };
    }

    private static NoticeDraft Draft(PersonId person, AuditBody body, Revocation row, DateTimeOffset now) => new(
        person, new Rung(body.Kind is "revocation.carried_out" or "revocation.failed" ? ReminderKind.RevocationDone : ReminderKind.RevocationComing, now), new NoticeAbout(row.Id.Value),
        new NoticeText(body.Kind switch
        {
            "revocation.announced" => $"{row.Label} will be taken away",
            "revocation.suspended" => $"{row.Label} is suspended",
            "revocation.carried_out" => $"{row.Label} was taken away",
            "revocation.failed" => $"{row.Label} is not shown to be gone",
            _ => $"Nobody attends to {row.Label}",
        }, body.Sentence, $"/revocations/{row.Id}", row.SuspendOn ?? row.RevokeOn));

    private static IEnumerable<NoticeDraft> OfStop(AuditBody body, List<Staff> staff, DateTimeOffset now) =>
        staff.Where(one => body.Tenant is { } tenant && one.Person.BelongsTo(new TenantId(tenant))).Select(one => one.Person.Id).Distinct().Select(person => new NoticeDraft(
            person, new Rung(ReminderKind.RevocationStopped, now), new NoticeAbout(Guid.Parse(body.Facts!["batch"]!)),
            new NoticeText("Taking away was stopped: too many at once", body.Sentence, $"/revocations?batch={body.Facts!["batch"]}", null)));

    private static async Task SettleAsync(Work run, IReadOnlyList<Guid> things, CancellationToken cancellation)
    {
        foreach (var notice in await run.Db.Notices.Where(n => things.Contains(n.Thing) && n.SettledAt == null && (n.Kind == ReminderKind.RevocationComing || n.Kind == ReminderKind.RevocationStopped)).ToListAsync(cancellation))
            notice.Settle(run.Now);
    }

    private static async Task<ILookup<(IntegrationId?, TargetId?), PersonId>> DeputiesAsync(Work run, IReadOnlyList<Revocation> rows, CancellationToken cancellation)
    {
        var (integrations, targets) = (rows.Select(row => row.IntegrationId).OfType<IntegrationId>().Distinct().ToList(), rows.Where(row => row.IntegrationId is null).Select(row => row.TargetId).OfType<TargetId>().Distinct().ToList());
        var found = await run.Db.Ownerships.AsNoTracking().Where(o => o.ClosedAt == null && o.AcceptedAt != null && o.DeputyId != null && o.Role != OwnerRole.SecurityOperations
                && ((o.IntegrationId != null && integrations.Contains(o.IntegrationId.Value)) || (o.TargetId != null && targets.Contains(o.TargetId.Value))))
            .Select(o => new { o.IntegrationId, o.TargetId, o.DeputyId }).ToListAsync(cancellation);
        return (from row in rows
                from one in found
                where row.IntegrationId is { } integration ? one.IntegrationId == integration : one.TargetId == row.TargetId
                select ((row.IntegrationId, row.TargetId), one.DeputyId!.Value)).Distinct().ToLookup(pair => pair.Item1, pair => pair.Value);
    }

    private static Task<List<Staff>> StaffAsync(Work run, CancellationToken cancellation) =>
        (from role in run.Db.SeenLately(run.Now, Role.SecurityOperations, Role.IamStaff)
         join person in run.Db.People.AsNoTracking() on role.PersonId equals person.Id
         where person.Status == PersonStatus.Active && !person.External
         orderby person.Id
         select new Staff(person, role.Role)).ToListAsync(cancellation);

    private sealed record Staff(Person Person, Role Role);
}
