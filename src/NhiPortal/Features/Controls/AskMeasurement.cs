using Hangfire;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Controls;

/// <summary>Has the controls measured now instead of at night; one measurement at a time.</summary>
public sealed class AskMeasurement(UnitOfWork work, IRecurringJobManager jobs)
{
    /// <summary>After this long an unfinished measurement is thought dead, and may be asked for again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public async Task<Result<Done>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        var asked = await work.RunAsync<Done>(actor, "control.measure", async run =>
        {
            if (Permissions.Check(actor, Permission.SeeControls) is { } refused)
                return refused;
            var state = await run.Db.ControlRuns.SingleAsync(cancellation);
            if (state.AskedAt is { } since && run.Now - since < Patience)
                return new Refusal("running_already", "The controls are being measured already; the results show here when it is done.");
            state.AskedAt = run.Now;
            run.Record(new AuditNote("control.measure_asked", $"{actor.Name} had the controls measured now."));
            return default(Done);
        }, cancellation);
        if (asked.Succeeded)
            jobs.Trigger(ControlJobs.Name);
        return asked;
    }
}
