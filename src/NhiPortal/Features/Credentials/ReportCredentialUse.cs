using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Credentials;

/// <summary>A workload tells when it used a credential of its own integration, ended ones included: that one is still in use is what must be known.</summary>
public sealed class ReportCredentialUse(UnitOfWork work)
{
    /// <returns>The use the register knows last.</returns>
    public Task<Result<DateTimeOffset>> RunAsync(Actor actor, CredentialId id, DateTimeOffset? at, CancellationToken cancellation) =>
        work.RunAsync<DateTimeOffset>(actor, "credential.report_use", async run =>
        {
            var caller = new WorkloadId(actor.Id);
            var credential = actor.Kind != ActorKind.Workload ? null : await (
                from held in run.Db.Credentials
                where held.Id == id && run.Db.Workloads.Any(w => w.Id == caller && w.RetiredAt == null && w.IntegrationId == held.IntegrationId)
                select held).SingleOrDefaultAsync(cancellation);
            if (credential is null)
                return CredentialAct.NotFound;
            var holder = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == credential.IntegrationId, cancellation);
            run.About = run.About with { Tenant = holder.TenantId, Integration = Work.Thing(holder), Facts = new Dictionary<string, string?> { ["credential"] = id.ToString() } };
            var used = at ?? run.Now;
            if (used > run.Now.AddMinutes(5) || used < credential.IssuedAt)
                return new Refusal("used_when", "A use lies between the day the credential was issued and now.");
            if (credential.Seen(used, UseSource.Reported))
                run.Record(run.About with { Kind = "credential.use_reported", Sentence = $"{holder.Key} reported that it used {credential.Label}{(credential.Ended is null ? "" : ", which has ended")}." });
            return credential.LastUsedAt!.Value;
        }, cancellation);
}
