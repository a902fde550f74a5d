using Hangfire;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Jobs;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Administration;

/// <summary>Has a recurring job run once more, now. Every job repeats safely, so this never does harm.</summary>
public sealed class RunJobNow(UnitOfWork work, IRecurringJobManager jobs)
{
    public async Task<Result<Done>> RunAsync(Actor actor, string name, CancellationToken cancellation)
    {
        var asked = await work.RunAsync<Done>(actor, "job.run", run =>
        {
            if (Permissions.Check(actor, Permission.Administer) is { } refused)
                return Task.FromResult<Result<Done>>(refused);
            if (Schedule.All.All(job => job.Name != name))
                return Task.FromResult<Result<Done>>(new Refusal("not_found", "There is no such job."));
            run.Record(new AuditNote("job.asked", $"{actor.Name} had the job {name} run now.") { Facts = new Dictionary<string, string?> { ["job"] = name } });
            return Task.FromResult<Result<Done>>(default(Done));
        }, cancellation);
        if (asked.Succeeded)
            jobs.Trigger(name);
        return asked;
    }
}
