using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Rotations;

namespace NhiPortal.Features.Credentials;

/// <summary>Reads one credential for one viewer; null when there is none for them.</summary>
public sealed class CredentialPageQuery(IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, ConfiguredVaults vaults, TimeProvider time)
{
    private const int MostRotations = 20, Dates = 5;

    public async Task<CredentialView?> RunAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var wanted = new CredentialId(id);
        var visible = db.Credentials.AsNoTracking().To(actor, db).Where(c => c.Id == wanted);
        if (await db.ToPlan(visible).SingleOrDefaultAsync(cancellation) is not { Credential: var credential } found)
            return null;
        var row = await CredentialRow.Of(db, visible).SingleAsync(cancellation);
        var now = time.GetUtcNow();
        var plan = await db.RotationPlanAsync(cancellation);
        var planned = plan.For(credential, found.Integration, found.Criticality, CronClock.Next);
        var rotations = await RotationsAsync(db, credential, cancellation);
        return new()
        {
            Row = row,
            Version = credential.Version,
            IntegrationKind = found.Integration,
            Backup = await db.People.Where(p => p.Id == credential.BackupOwnerId).Select(p => p.Name).SingleOrDefaultAsync(cancellation),
            ReadAt = credential.ReadAt,
            EndReason = credential.EndReason,
            SupersededBy = credential.SupersededById,
            Own = credential.OwnSchedule,
            Schedule = planned?.Schedule,
            Coming = planned is null ? [] : Coming(plan.Calendar(), planned.Schedule, credential, now),
            ScheduledAt = credential.ScheduledAt,
            GraceUntil = credential.GraceUntil,
            SnoozedUntil = credential.SnoozedUntil,
            Snoozes = credential.Snoozes,
            Calendar = plan.Calendar(),
            MostSnoozes = plan.MostSnoozes,
            SnoozeDays = credential.LongestSnooze(plan, now),
            Life = credential.Life,
            Rehearsal = await Rehearsal.OfAsync(db, credential, now, cancellation),
            Rotations = rotations,
            Account = credential.Account ?? row.Identity,
            NotStarted = credential.NotStarted,
            LooksAgainAt = credential.LookAgainAt > now && credential.LookAgainAt < DateTimeOffset.MaxValue ? credential.LookAgainAt : null,
            WhyNotThrough = connectors.WhyNotRotated(vaults, credential.KeptIn, row.Target)?.Sentence,
            MayChange = credential.Ended is null && await db.MayHandleAsync(actor, credential, false, now, cancellation),
            MayRotate = (credential.NeedsRotation || rotations.Any(r => r.IsOpen)) && await db.MayHandleAsync(actor, credential, true, now, cancellation),
            Now = now,
        };
    }

    /// <summary>From the day it is really due on, whether or not that was put off; what is overdue counts from today.</summary>
    private static IReadOnlyList<DateTimeOffset> Coming(RotationCalendar calendar, RotationSchedule schedule, Credential credential, DateTimeOffset now) => credential.DueAt switch
    {
        { } due when due > now => [due, .. calendar.Coming(schedule, due, credential.Life, Dates - 1)],
        { } => calendar.Coming(schedule, now, credential.Life, Dates),
        _ => calendar.Coming(schedule, credential.RenewedAt, credential.Life, Dates),
    };

    private static async Task<IReadOnlyList<RotationView>> RotationsAsync(PortalDb db, Credential credential, CancellationToken cancellation)
    {
        var rows = await db.Rotations.AsNoTracking().Include(r => r.Attempts).Where(r => r.CredentialId == credential.Id || r.SuccessorId == credential.Id).OrderByDescending(r => r.StartedAt).Take(MostRotations).ToListAsync(cancellation);
        var people = rows.SelectMany(r => r.Attempts.Select(a => a.PersonId).Append(r.StartedById)).OfType<PersonId>().Distinct().ToList();
        var names = await db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        string? Name(PersonId? person) => person is { } known ? names.GetValueOrDefault(known) : null;
        return [.. rows.Select(r => new RotationView
        {
            Id = r.Id,
            Way = r.Way,
            State = r.State,
            Reached = r.Reached,
            StartedAt = r.StartedAt,
            StartedBy = Name(r.StartedById),
            EndedAt = r.EndedAt,
            NewKeptIn = r.NewKeptIn,
            NewExpiresAt = r.NewExpiresAt,
            Successor = r.SuccessorId,
            Version = r.Version,
            Through = r.Way != RotationWay.Connector ? null : new(r.Account!, r.NewAccount, r.SwitchAt, r.VaultVersion, r.Trouble, r.DueAt, r.TakesWord),
            MayGiveUp = r.CredentialId == credential.Id && r.WhyNotGiveUp(credential) is null,
            Attempts = [.. r.Attempts.OrderBy(a => a.Number).Select(a => new AttemptView(a.Step, a.Succeeded, a.At, Name(a.PersonId), a.Evidence, a.Link))],
        })];
    }
}
