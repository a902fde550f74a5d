using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Reminders;

/// <summary>Who hears of requests that nobody answers or may answer: whoever they were escalated to, and IAM staff.</summary>
internal sealed class OthersWaiting(IReadOnlyDictionary<PersonId, Person> known, IReadOnlyList<Person> staff)
{
    /// <param name="row">The request.</param>
    /// <param name="able">Who may decide it now; being told changes nothing about that.</param>
    public IEnumerable<NoticeDraft> Of(WaitingRow row, IReadOnlySet<PersonId> able) => Stuck(row).Concat(Escalated(row, able));

    private IEnumerable<NoticeDraft> Stuck(WaitingRow row)
    {
        if (row.Request is not { UnanswerableSince: { } since, Unanswerable: [var first, ..] roles })
            return [];
        var link = $"/owners?cell={Uri.EscapeDataString(CellAddress.Of(first, first == OwnerRole.SystemOwner ? row.Target : row.Key))}";
        return staff.Where(person => person.BelongsTo(row.Request.TenantId)).Select(person => Draft(
            row, person.Id, new Rung(ReminderKind.RequestStuck, since), $"{row.Integration} waits for the {string.Join(" and the ", roles.Select(role => role.InSentence()))}, and nobody may decide it", link));
    }

    private IEnumerable<NoticeDraft> Escalated(WaitingRow row, IReadOnlySet<PersonId> able) =>
        from stage in row.Request.OpenStages()
        from step in row.Request.Escalations.Where(step => step.Stage == stage.Number).OrderByDescending(step => step.At)
        from told in step.To
        where known.ContainsKey(told.Person) && !row.Request.Decisions.Exists(decision => decision.PersonId == told.Person)
        select Draft(
            row, told.Person, new Rung(ReminderKind.RequestEscalated, step.At), Detail(row, stage, told),
            able.Contains(told.Person) ? $"/inbox/{row.Request.Id}" : told.As == EscalatedAs.IamStaff ? $"/requests/{row.Request.Id}"
                // Being told does not let them see the request; the reminder itself says what there is for them.
                : "/reminders");

    private string Detail(WaitingRow row, RequestStage stage, EscalatedTo told)
    {
        var owner = told.Owner is { } id ? known.GetValueOrDefault(id)?.Name : null;
        return owner is null
            ? $"{row.Integration} waits for the {stage.Role.InSentence()}, who does not answer"
            : $"{row.Integration} waits for {owner}, {stage.Role.InSentence()}; you are {told.As switch { EscalatedAs.Deputy => "their deputy", EscalatedAs.StandIn => "standing in", _ => "their manager" }}";
    }

    private static NoticeDraft Draft(WaitingRow row, PersonId person, Rung rung, string detail, string link) =>
        new(person, rung, new NoticeAbout(row.Request.Id.Value, Request: row.Request.Id), new NoticeText(row.Title, detail, link, row.Request.ExpiresAt));
}

/// <summary>Reads them for some requests.</summary>
internal static class OthersWaitingReading
{
    public static async Task<OthersWaiting> OthersWaitingAsync(this PortalDb db, IReadOnlyList<WaitingRow> rows, DateTimeOffset now, CancellationToken cancellation)
    {
        var told = rows.SelectMany(row => row.Request.Escalations).SelectMany(step => step.To).SelectMany(to => new[] { to.Person, to.Owner }).OfType<PersonId>().Distinct().ToList();
        var known = told.Count == 0 ? [] : await db.People.AsNoTracking().Where(p => told.Contains(p.Id) && p.Status == PersonStatus.Active && !p.External).ToDictionaryAsync(p => p.Id, cancellation);
        return new(known, rows.Any(row => row.Request.UnanswerableSince is not null) ? await db.IamStaffAsync(now, cancellation) : []);
    }
}
