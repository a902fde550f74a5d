using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>Holds everything in the actor's tenants for some days; zero days ends the pause. Whoever attends meanwhile still keeps theirs.</summary>
public sealed class PauseRevocations(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, int days, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "revocation.pause_all", async run =>
        {
            var tenants = await run.Db.Tenants.OrderBy(t => t.Key).ToListAsync(cancellation);
            if (Permissions.Check(actor, Permission.StopRevocations) is { } refused)
                return refused;
            var said = UnattendedAct.Reason(reason);
            if (!said.Succeeded)
                return said.Refusal;
            var running = (await run.Db.RevocationPauses.Where(p => p.EndedAt == null && p.Until > run.Now).ToListAsync(cancellation)).FindAll(p => actor.SeesTenant(p.TenantId));
            if (days == 0 && running.Count == 0)
                return new Refusal("not_paused", "Nothing is paused.");
            running.ForEach(pause => pause.End(run.Now));
            foreach (var tenant in tenants.Where(tenant => actor.SeesTenant(tenant.Id)))
            {
                var begun = days == 0 ? null : RevocationPause.Begin(tenant.Id, actor.Person!.Value, said.Value, run.Now.AddDays(Math.Clamp(days, -1, 10_000)), run.Now);
                if (begun is { Succeeded: false })
                    return begun.Refusal;
                if (begun is not null)
                    run.Db.RevocationPauses.Add(begun.Value);
                run.Record(new AuditNote(
                    begun is null ? "revocation.unpaused" : "revocation.paused",
                    begun is null ? $"{actor.Name} ended the pause of taking away unattended access in {tenant.Name}." : $"{actor.Name} paused taking away unattended access in {tenant.Name} until {UnattendedWords.Day(begun.Value.Until)}.")
                {
                    Tenant = tenant.Id,
                    Facts = new Dictionary<string, string?> { ["reason"] = said.Value },
                });
            }

            return default(Done);
        }, cancellation);
}
