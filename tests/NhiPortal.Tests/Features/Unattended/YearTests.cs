using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NhiPortal.Data;
using NhiPortal.Data.Seed.Demo;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Rotations;
using NhiPortal.Features.Unattended;
using NhiPortal.Features.Unattended.Sources;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Unattended;

/// <summary>
/// A year of the whole demo organisation, with every kind of unattended access on, and with owners who confirm, rotate,
/// forget and leave. The same year with the process killed at random
/// database commands, and started anew each time, must end the same.
/// </summary>
public sealed class YearTests
{
    /// <summary>A year in steps of not quite two days, which no ladder counts in: a step taken minutes late on one is on time on the next.</summary>
    private const int Days = 196;

    /// <summary>Less than an outage, with room for a process that died to be started again and sweep once more.</summary>
    private static readonly TimeSpan Day = TimeSpan.FromHours(45), Restart = UnattendedPolicy.Lease + TimeSpan.FromMinutes(1);

    /// <summary>Items of a review come from campaigns, which have stories of their own.</summary>
    private static readonly UnattendedKind[] Kinds = [.. Enum.GetValues<UnattendedKind>().Where(kind => kind != UnattendedKind.ReviewItem)];

    private static LadderPlan Plan(UnattendedKind kind) => LadderPlan.Default(kind) with { After = kind.IsIdle() ? 40 : 5, MostAtOnce = 2, MostPercent = 100 };

    [Fact]
    public async Task Year_WithAndWithoutDying_EndsTheSame_AndTakesNothingUnannounced()
    {
        var years = await Task.WhenAll(Task.Run(() => LiveAsync(kills: false)), Task.Run(() => LiveAsync(kills: true)));
        var (undisturbed, killed) = (years[0], years[1]);
        Assert.All(Kinds, kind => Assert.Contains(undisturbed, line => line.StartsWith($"{kind} ", StringComparison.Ordinal) && line.Contains("Confirmed", StringComparison.Ordinal)));
        Assert.Contains(undisturbed, line => line.Contains("Cancelled", StringComparison.Ordinal));
        Assert.Equal(undisturbed, killed);
    }

    private static async Task<IReadOnlyList<string>> LiveAsync(bool kills)
    {
        await using var first = await TestPortal.StartAsync();
        var (start, year) = (first.Now, await Org.CreateAsync(first));
        var died = 0;
        for (var day = 0; day < Days; day++)
        {
            var morning = first.Now;
            await year.LiveAsync(first, day);
            var dies = Roll(day, "dies") < 30;
            if (kills && dies)
            {
                var axe = new Axe(1 + Roll(day, "when") * 2);
                await using var doomed = first.Second(axe);
                try
                {
                    await SweepAsync(doomed);
                }
                catch (Exception) when (axe.Fell)
                {
                    died++;
                    first.Time.Advance(Restart);
                    await SweepAsync(first);
                }
            }
            else
            {
                await SweepAsync(first);
            }

            // What a sweep lets go, the next one finds again: both years have that next one on the same morning.
            if (dies)
            {
                first.Time.Advance(Restart);
                await SweepAsync(first);
            }

            first.Time.Advance(morning + Day - first.Now);
        }

        Assert.True(!kills || died > 20, $"It died {died} times.");
        return await JudgeAsync(first, start);
    }

    private static async Task SweepAsync(TestPortal portal)
    {
        await portal.Get<SweepUnattended>().RunAsync(CancellationToken.None);
        await portal.Get<ConfirmRevocations>().RunAsync(CancellationToken.None);
    }

    private static async Task<IReadOnlyList<string>> JudgeAsync(TestPortal portal, DateTimeOffset start)
    {
        var rows = await portal.RevocationsAsync();
        int DayOf(DateTimeOffset at) => (int)((at - start) / Day);
        foreach (var row in rows)
        {
            var steps = row.Steps.OrderBy(s => s.Number).ToList();
            var planned = Plan(row.Kind).Steps.ToList();
            Assert.Equal(planned.Take(steps.Count).Select(s => s.Step), steps.Select(s => s.Step));
            for (var i = 1; i < steps.Count; i++)
                Assert.True(steps[i].At >= steps[i - 1].At.AddDays(planned[i].Days), $"{row.Label}: {steps[i].Step} came too soon.");
            Assert.Equal(steps.Count == planned.Count, row.StartedAt is not null);
            Assert.True(row.StartedAt is null || row.EndedAt is not null || row.StartedAt > portal.Now.AddDays(-6), $"{row.Label} was taken on {row.StartedAt} and is {row.State}: {row.Trouble}");
            Assert.True(row.State != RevocationState.Confirmed || row.Items.TrueForAll(item => item.ConfirmedAt is not null), row.Label);
            Assert.True(!row.CanBeKept || row.Waiting is not null || row.NextAt > portal.Now - Day || row.PausedUntil > portal.Now, $"{row.Label} stands still since {row.NextAt}.");
        }

        // The brake counts what one tenant loses in a day.
        foreach (var kind in rows.SelectMany(row => row.Steps).Where(s => s.Step >= LadderStep.Announce && s.BatchId is null).GroupBy(s => (s.TenantId, s.Kind, s.Step)))
            Assert.All(kind, one => Assert.InRange(kind.Count(other => other.At > one.At.AddDays(-1) && other.At <= one.At), 1, Plan(one.Kind).MostAtOnce));
        await using var db = portal.Db();
        foreach (var kind in Kinds)
            Assert.Empty(await UnattendedSources.Of(kind).CandidatesAsync(new(db, Plan(kind), portal.Now - Day, default)) is { } left ? await UnfollowedAsync(db, kind, left, portal.Now - Day) : []);
        await AuditedAsync(db, rows);
        // Of two that came as far on the same day, either may have taken what both stand for; what is taken is the same.
        var alive = await db.Integrations.Select(i => new { i.Key, i.Status, Identities = db.Workloads.Count(w => w.IntegrationId == i.Id && w.RetiredAt == null), Secrets = db.Credentials.Count(c => c.IntegrationId == i.Id && c.RevokedAt == null) }).ToListAsync();
        return [.. alive.Select(i => $"{i.Key} {i.Status} {i.Identities} {i.Secrets}").Order(StringComparer.Ordinal), .. rows.Select(row => $"{row.Kind} {row.Label} {DayOf(row.FoundAt)}: {string.Join(", ", row.Steps.OrderBy(s => s.Number).Select(s => $"{s.Step} {DayOf(s.At)}"))}; {row.State} {(row.EndedAt is { } end ? DayOf(end) : -1)}").Order(StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<string>> UnfollowedAsync(PortalDb db, UnattendedKind kind, List<Guid> left, DateTimeOffset now) =>
        [.. (await new UnattendedReading(db, Plan(kind), now, default).FactsAsync(kind, left)).Values.Where(fact => fact.Attendance == Attendance.Unattended).Select(fact => fact.Thing.Label)];

    /// <summary>Each step, end and gift back stands in the record exactly once.</summary>
    private static async Task AuditedAsync(PortalDb db, List<Revocation> rows)
    {
        var events = (await db.AuditEvents.Where(e => e.Kind.StartsWith("revocation.")).Select(e => e.Kind).ToListAsync()).CountBy(kind => kind).ToDictionary();
        var steps = rows.SelectMany(row => row.Steps).CountBy(step => step.Step);
        Assert.All(steps, step => Assert.Equal(step.Value, events[step.Key.Kind()]));
        Assert.Equal(rows.Count, events["revocation.found"]);
        foreach (var (state, kind) in new[] { (RevocationState.Cancelled, "revocation.cancelled"), (RevocationState.Undone, "revocation.undone") })
            Assert.Equal(rows.Count(row => row.State == state), events.GetValueOrDefault(kind));
        Assert.Equal(rows.Count(row => row.ConfirmedAt is not null), events.GetValueOrDefault("revocation.confirmed"));
    }

    /// <summary>0 to 99, the same for the same day and thing, whatever happened before.</summary>
    private static int Roll(int day, string thing)
    {
        var hash = 2166136261u;
        foreach (var letter in $"{day}/{thing}")
            hash = (hash ^ letter) * 16777619u;
        return (int)((hash ^ (hash >> 15)) % 100);
    }

    /// <summary>The demo organisation with everything it holds, and whoever works there for a year.</summary>
    private sealed class Org
    {
        private readonly DemoWorld world;

        private Org(DemoWorld world) => this.world = world;

        private Actor Staff => As(world.People["priya"], Role.Administrator);
        private Actor Second => As(world.People["daniel"], Role.Administrator);

        public static async Task<Org> CreateAsync(TestPortal portal)
        {
            var world = DemoOrganisation.Play(portal.Now);
            // Its own ladders began under other policies; everything is found anew.
            world.UnattendedPolicies.Clear();
            world.Revocations.Clear();
            await using (var db = portal.Db())
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                await DemoOrganisation.WriteAsync(world, db, default);
                // What was granted for hours in the demo is granted for the year here, as far as nothing must be carried out for it.
                var late = portal.Now.AddDays(Days * 2);
                await db.Grants.Where(g => g.Status == GrantStatus.Active && !db.Executions.Any(e => e.GrantId == g.Id)).ExecuteUpdateAsync(set => set.SetProperty(g => g.Until, late).SetProperty(g => g.FirstUseBy, (DateTimeOffset?)null));
                await transaction.CommitAsync();
            }

            var org = new Org(world);
            foreach (var kind in Kinds)
                Assert.True((await portal.Get<SetUnattendedPolicy>().RunAsync(org.Staff, kind, new(true, DateOnly.FromDateTime(portal.Now.UtcDateTime).AddDays(10), Plan(kind)), "for the year", default)).Succeeded);
            return org;
        }

        /// <summary>What people and machines do on one day.</summary>
        public async Task LiveAsync(TestPortal portal, int day)
        {
            await using var db = portal.Db();
            if (day is 60 or 140)
                await portal.ArrangeAsync(run => Leave(run, day, portal.Now));
            var soon = portal.Now.AddDays(6);
            foreach (var o in await db.Ownerships.AsNoTracking().Where(o => o.ClosedAt == null && o.AcceptedAt != null && o.AttestationDue < soon).Join(db.People, o => o.PersonId, p => p.Id, (o, p) => new { o.Id, o.Role, Person = p, Thing = db.Integrations.Where(i => i.Id == o.IntegrationId).Select(i => i.Key).FirstOrDefault() ?? db.Targets.Where(t => t.Id == o.TargetId).Select(t => t.Key).FirstOrDefault() }).ToListAsync())
                if (o.Person.Active && Roll(0, o.Person.Mail) < 70 && Roll(day, $"{o.Role} {o.Thing}") < 15)
                    await portal.Get<AttestOwnership>().RunAsync(As(o.Person), o.Id, default);
            if (day % 5 == 0)
                await portal.ArrangeAsync(run => UseAndRotate(run, day, portal.Now));
            await portal.Get<PlanRotations>().RunAsync(default);
            await AnswerAsync(portal, db, day);
        }

        private void Leave(PortalDb run, int day, DateTimeOffset now)
        {
            foreach (var person in run.People.Where(p => p.Status == PersonStatus.Active).ToList())
                if (person.Id != world.People["priya"].Id && person.Id != world.People["daniel"].Id && Roll(day, person.Mail) < 8)
                    person.SetStatus(PersonStatus.Left, now);
        }

        /// <summary>Two thirds of all credentials are in use; of those that are due, some owners renew some.</summary>
        private static void UseAndRotate(PortalDb run, int day, DateTimeOffset now)
        {
            var holders = run.Integrations.AsNoTracking().ToDictionary(i => i.Id, i => i.Key);
            foreach (var credential in run.Credentials.Where(c => c.Status == CredentialStatus.Active).ToList())
            {
                var name = $"{holders[credential.IntegrationId]} {credential.Label}";
                if (Roll(0, name) < 66 || Roll(day, name) < 3)
                    credential.Seen(now);
                if (!credential.NeedsRotation || !(credential.NoticeAt <= now) || Roll(day, $"rotate {name}") >= 20 || Roll(0, $"forgets {name}") < 30)
                    continue;
                var rotation = Rotation.Begin(credential, RotationWay.Manual, null, now).Value;
                foreach (var step in new[] { RotationStep.Staged, RotationStep.NewVerified, RotationStep.Switched, RotationStep.OldDead })
                    Assert.True(rotation.Reach(step, new(null, "Seen in the log of the job."), new(credential.KeptIn, now.AddDays(400)), now).Succeeded);
                run.Add(rotation);
                run.Add(rotation.Close(credential, null, now).Value);
            }
        }

        private async Task AnswerAsync(TestPortal portal, PortalDb db, int day)
        {
            foreach (var batch in await db.RevocationBatches.AsNoTracking().Where(b => b.Answer == BatchAnswer.Waiting).ToListAsync())
                if (Roll(day, $"{batch.Kind} {batch.Step}") is var roll && roll < 40)
                    Assert.True((await portal.Get<AnswerBatch>().RunAsync(Second, batch.Id.Value, roll < 25, "looked at the list", default)).Succeeded);
            foreach (var row in await db.Revocations.AsNoTracking().Include(r => r.Items).Where(r => r.EndedAt == null || r.State == RevocationState.Confirmed).ToListAsync())
            {
                foreach (var item in row.Items.Where(item => row.IsUnconfirmed && item is { Way: TakenWay.Hand, ConfirmedAt: null }))
                    if (item.DoneAt is null)
                        await portal.Get<ReportRemoval>().RunAsync(Staff, row.Id.Value, item.Number, "ticket 4711", default);
                    else
                        await portal.Get<ConfirmRemoval>().RunAsync(Second, row.Id.Value, item.Number, default);
                if (row.CanBeKept && Roll(day, $"pause {row.Kind} {row.Label}") == 7)
                    await portal.Get<PauseRevocation>().RunAsync(Second, row.Id.Value, 9, "needs a word first", default);
                if (row.WhyNotUndo(portal.Now) is null && row is { State: RevocationState.Confirmed, Kind: UnattendedKind.IdleCredential } && Roll(day, $"undo {row.Kind} {row.Label}") < 3)
                    await portal.Get<UndoRevocation>().RunAsync(Staff, row.Id.Value, "the owner was ill", default);
            }
        }
    }

    /// <summary>Lets so many database commands through; then the process is dead.</summary>
    private sealed class Axe(int commands) : DbCommandInterceptor
    {
        private int left = commands;

        public bool Fell => Volatile.Read(ref left) < 0;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Strike();
            return new(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Strike();
            return new(result);
        }

        private void Strike()
        {
            if (Interlocked.Decrement(ref left) < 0)
                throw new InvalidOperationException("The process has died.");
        }
    }
}
