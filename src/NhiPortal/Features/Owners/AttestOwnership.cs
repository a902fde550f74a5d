using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Owners;

/// <summary>An owner confirms that an ownership is still theirs, until the next due date.</summary>
public sealed class AttestOwnership(UnitOfWork work)
{
    public Task<Result<DateTimeOffset>> RunAsync(Actor actor, OwnershipId id, CancellationToken cancellation) =>
        work.RunAsync<DateTimeOffset>(actor, "ownership.attest", async run =>
        {
            var ownership = await run.Db.Ownerships.SingleOrDefaultAsync(o => o.Id == id, cancellation);
            var thing = ownership is null ? null : await run.ThingAsync(new OwnerCell(ownership.Role, ownership.IntegrationId, ownership.TargetId), cancellation);
            if (ownership is null || thing is null || actor.Person is not { } person)
                return new Refusal("not_yours", "There is no such ownership of yours.");
            run.About = run.About with { Tenant = thing.Tenant, Integration = thing.Integration, Target = thing.Target };
            var before = ownership.AttestationDue;
            var attested = ownership.Attest(person, OwnerRoles.AttestationDays(ownership.Role, thing.Kind), run.Now);
            if (!attested.Succeeded)
                return attested.Refusal;
            ownership.LookNow(run.Now);
            run.Record(run.About with
            {
                Kind = "ownership.attested",
                Sentence = $"{actor.Name} confirmed to be {ownership.Role.InSentence()} of {thing.Key}.",
                Before = new Dictionary<string, string?> { ["attestation_due"] = before?.ToString("o") },
                After = new Dictionary<string, string?> { ["role"] = ownership.Role.Token(), ["attestation_due"] = ownership.AttestationDue?.ToString("o") },
            });
            return ownership.AttestationDue!.Value;
        }, cancellation);
}
