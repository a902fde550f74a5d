using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>Lets go, or discards, what the brake stopped. Whoever had a hand in the policy cannot let it go.</summary>
public sealed class AnswerBatch(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid id, bool letGo, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "revocation.answer_batch", async run =>
        {
            var wanted = new RevocationBatchId(id);
            var batch = await run.Db.RevocationBatches.InTenants(actor.Tenants?.ToList()).SingleOrDefaultAsync(b => b.Id == wanted, cancellation);
            if (batch is null || !Permissions.Allows(actor, Permission.SeeTenant))
                return new Refusal("not_found", "There is no such batch for you.");
            run.About = run.About with { Tenant = batch.TenantId, Facts = new Dictionary<string, string?> { ["batch"] = batch.Id.ToString(), ["kind"] = batch.Kind.ToString(), ["step"] = batch.Step.ToString() } };
            if (Permissions.Check(actor, Permission.StopRevocations) is { } refused)
                return refused;
            var said = UnattendedAct.Reason(reason);
            if (!said.Succeeded)
                return said.Refusal;
            var policy = await run.Db.UnattendedPolicies.SingleAsync(p => p.Kind == batch.Kind, cancellation);
            var answered = batch.Decide(letGo, policy, actor.Person!.Value, said.Value, run.Now);
            if (!answered.Succeeded)
                return answered.Refusal;
            run.Record(run.About with
            {
                Kind = letGo ? "revocation.batch_let_go" : "revocation.batch_discarded",
                Sentence = $"{actor.Name} {(letGo ? "let go" : "discarded")} a stopped batch of {batch.Count} ({batch.Kind.Words()}, to be {batch.Step.Done()}).",
                Facts = new Dictionary<string, string?>(run.About.Facts!) { ["reason"] = said.Value, ["count"] = $"{batch.Count}" },
            });
            return default(Done);
        }, cancellation);
}
