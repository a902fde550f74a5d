using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;

namespace NhiPortal.Features.Rotations;

/// <summary>Gives credentials their dates by the rules in force: those that came without any, and all of them once the rules have changed. Some at a time, so that people wait for one portion at most.</summary>
public sealed class PlanRotations(UnitOfWork work)
{
    private const int Batch = 500;
    private static readonly Actor Planner = Actor.Rule("plan rotations");

    /// <returns>How many got other dates.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var moved = 0;
        while (true)
        {
            var (seen, changed) = (await work.RunAsync<(int Seen, int Changed)>(Planner, "rotation.plan", async run => await TurnAsync(run, cancellation), cancellation)).Value;
            moved += changed;
            if (seen < Batch)
                return moved;
        }
    }

    private static async Task<(int Seen, int Changed)> TurnAsync(Work run, CancellationToken cancellation)
    {
        var plan = await run.Db.RotationPlanAsync(cancellation);
        var rows = await run.Db.ToPlan(run.Db.Credentials.AsNoTracking().Where(c => c.Status == CredentialStatus.Active && c.PlannedBy < plan.Number).OrderBy(c => c.PlannedBy).ThenBy(c => c.Id).Take(Batch)).ToListAsync(cancellation);
        if (rows.Count == 0)
            return (0, 0);
        var changed = rows.FindAll(row =>
        {
            var (first, before) = (row.Credential.PlannedBy == 0, Dates(row.Credential));
            row.Credential.Plan(plan.For(row.Credential, row.Integration, row.Criticality, CronClock.Next), plan.Number);
            // That nothing makes it due is news, too, the first time.
            return !before.Equals(Dates(row.Credential)) || (first && row.Credential is { NeedsRotation: true, DueAt: null });
        });
        // Past the change tracker where no date moves: nobody need hear of it.
        var same = rows.Except(changed).Select(row => row.Credential.Id).ToList();
        await run.Db.Credentials.Where(c => EF.Parameter(same).Contains(c.Id)).ExecuteUpdateAsync(set => set.SetProperty(c => c.PlannedBy, plan.Number), cancellation);
        run.Db.Credentials.UpdateRange(changed.Select(row => row.Credential));
        if (changed.Count > 0)
            run.Record(new AuditNote("rotation.planned", $"Version {plan.Number} of the rotation rules gave {changed.Count} credentials their dates."));
        return (rows.Count, changed.Count);
    }

    private static object Dates(Credential credential) => (credential.ScheduledBy, credential.DueAt, credential.NoticeAt, credential.GraceUntil, credential.StartsItself, credential.OverlapHours);
}

/// <summary>Hangfire's door to rotations.</summary>
public sealed class RotationJobs(PlanRotations plan, StartDueRotations start, RotateDue rotate)
{
    [Hangfire.DisableConcurrentExecution(30)]
    public Task<int> RotateAsync(CancellationToken cancellation) => rotate.RunAsync(cancellation);

    [Hangfire.DisableConcurrentExecution(30)]
    public Task<int> StartAsync(CancellationToken cancellation) => start.RunAsync(cancellation);

    [Hangfire.DisableConcurrentExecution(30)]
    public Task<int> PlanAsync(CancellationToken cancellation) => plan.RunAsync(cancellation);
}
