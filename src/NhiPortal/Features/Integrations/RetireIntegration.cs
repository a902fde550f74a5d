using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.PreApprovals;

namespace NhiPortal.Features.Integrations;

/// <summary>What retiring took away, counted after it was looked at again.</summary>
public sealed record Retirement(int Grants, int Requests, int Identities, int Credentials);

/// <summary>
/// The end of an integration: grants revoked, waiting requests cancelled, identities retired, credentials counted as revoked.
/// The status becomes final in the same unit of work, after a look confirms that nothing is left.
/// </summary>
public sealed class RetireIntegration(UnitOfWork work)
{
    public Task<Result<Retirement>> RunAsync(Actor actor, IntegrationId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Retirement>(actor, "integration.retire", async run =>
        {
            var found = await run.ShapedAsync(id, cancellation, evenStopped: true);
            if (!found.Succeeded)
                return found.Refusal;
            var integration = found.Value;
            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            var before = integration.Status;
            var retired = integration.Retire(said.Value);
            if (!retired.Succeeded)
                return retired.Refusal;

            var why = $"{integration.Name} was retired: {said.Value}";
            await run.EndPreApprovalsAsync(integration, why, cancellation);
            var took = new Retirement(
                await run.VoidGrantsAsync(integration, why, cancellation), await CancelAsync(run, integration, why, cancellation),
                await RetireIdentitiesAsync(run, integration, cancellation), await RevokeCredentialsAsync(run, integration, cancellation));
            await run.SaveStepAsync(cancellation);
            if (await LeftAsync(run, id, cancellation))
                return new Refusal("not_confirmed", "Something of it is still live, so it was not retired. Try again.");
            run.Record(Registrations.About(integration) with
            {
                Kind = "integration.retired",
                Sentence = $"{actor.Name} retired {integration.Key}: {took.Grants} grants, {took.Requests} requests, {took.Identities} identities and {took.Credentials} credentials ended, confirmed.",
                Before = new Dictionary<string, string?> { ["status"] = before.ToString() },
                After = new Dictionary<string, string?> { ["status"] = "Retired" },
                Facts = new Dictionary<string, string?> { ["reason"] = said.Value },
            });
            return took;
        }, cancellation);

    private static async Task<int> CancelAsync(Work run, Domain.Integrations.Integration integration, string why, CancellationToken cancellation)
    {
        var waiting = await run.Db.Requests.Where(r => r.IntegrationId == integration.Id && r.Status == RequestStatus.Pending).ToListAsync(cancellation);
        foreach (var request in waiting.Where(request => request.Cancel(why.Length > Text.Reason ? why[..Text.Reason] : why, run.Now).Succeeded))
            run.Record(Registrations.About(integration) with
            {
                Kind = "request.cancelled",
                Sentence = $"The request of {integration.Key} for {request.ActionName} ended: the integration was retired.",
                Request = request.Id,
            });
        return waiting.Count;
    }

    private static async Task<int> RetireIdentitiesAsync(Work run, Domain.Integrations.Integration integration, CancellationToken cancellation)
    {
        var live = await run.Db.Workloads.Where(w => w.IntegrationId == integration.Id && w.RetiredAt == null).ToListAsync(cancellation);
        live.ForEach(workload => run.RetireWorkload(integration, workload));
        return live.Count;
    }

    private static async Task<int> RevokeCredentialsAsync(Work run, Domain.Integrations.Integration integration, CancellationToken cancellation)
    {
        var held = await run.Db.Credentials.Where(c => c.IntegrationId == integration.Id && c.RevokedAt == null).ToListAsync(cancellation);
        foreach (var credential in held.Where(credential => credential.Revoke(run.Now)))
            run.Record(Registrations.About(integration) with
            {
                Kind = "credential.changed",
                Sentence = $"The credential {credential.Label} of {integration.Key} counts as revoked; delete it in {credential.KeptIn}.",
                Facts = new Dictionary<string, string?> { ["credential"] = credential.Id.ToString() },
            });
        return held.Count;
    }

    private static async Task<bool> LeftAsync(Work run, IntegrationId id, CancellationToken cancellation) =>
        await run.Db.Grants.AnyAsync(g => g.IntegrationId == id && g.Status == GrantStatus.Active && g.Until > run.Now, cancellation)
        || await run.Db.Requests.AnyAsync(r => r.IntegrationId == id && r.Status == RequestStatus.Pending, cancellation)
        || await run.Db.Workloads.AnyAsync(w => w.IntegrationId == id && w.RetiredAt == null, cancellation)
        || await run.Db.Credentials.AnyAsync(c => c.IntegrationId == id && c.RevokedAt == null, cancellation);
}
