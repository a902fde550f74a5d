using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Integrations.Drafts;

namespace NhiPortal.Features.Integrations;

/// <summary>Makes an integration recognisable by one more subject of a trusted issuer.</summary>
public sealed class AddWorkload(UnitOfWork work)
{
    public Task<Result<WorkloadId>> RunAsync(Actor actor, IntegrationId id, DraftIdentity identity, CancellationToken cancellation) =>
        work.RunAsync<WorkloadId>(actor, "workload.add", async run =>
        {
            var found = await run.ShapedAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            if (found.Value.Status == IntegrationStatus.Retired)
                return new Refusal("retired", $"{found.Value.Name} is retired; it cannot be changed any more.");
            var subject = Text.Required(identity.Subject, "The subject", WorkloadIdentity.Longest);
            if (!subject.Succeeded)
                return subject.Refusal;
            if (!await run.Db.Issuers.AnyAsync(i => i.Issuer == identity.Issuer, cancellation))
                return new Refusal("unknown_issuer", "This portal does not trust that issuer. An administrator can add it.");
            if (await run.Db.Workloads.AnyAsync(w => w.Issuer == identity.Issuer && w.Subject == subject.Value && (w.RetiredAt == null || run.Db.Stops.Any(s => s.LiftedAt == null && s.IntegrationId == w.IntegrationId)), cancellation))
                return new Refusal("identity_taken", "An integration is recognised by this subject already.");
            if (await run.Db.Workloads.CountAsync(w => w.IntegrationId == id && w.RetiredAt == null, cancellation) >= DraftReading.MostIdentities)
                return new Refusal("too_many_identities", $"It has {DraftReading.MostIdentities} live identities already. Retire one first.");
            return run.AddWorkload(found.Value, identity with { Subject = subject.Value }).Id;
        }, cancellation);
}
