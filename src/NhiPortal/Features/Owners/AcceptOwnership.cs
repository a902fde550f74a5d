using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Owners;

/// <summary>The nominee takes the role on; whoever held it hands over in the same moment, and a complete draft becomes active.</summary>
public sealed class AcceptOwnership(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, OwnershipId id, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "ownership.accept", async run =>
        {
            var ownership = await run.Db.Ownerships.SingleOrDefaultAsync(o => o.Id == id, cancellation);
            if (ownership is null || actor.Person is not { } person)
                return new Refusal("not_yours", "There is no such ownership waiting for you.");
            var thing = await run.ThingAsync(new OwnerCell(ownership.Role, ownership.IntegrationId, ownership.TargetId), cancellation);
            if (thing is null)
                return new Refusal("not_yours", "There is no such ownership waiting for you.");
            run.About = run.About with { Tenant = thing.Tenant, Integration = thing.Integration, Target = thing.Target };
            var predecessor = await run.Db.Ownerships.SingleOrDefaultAsync(
                o => o.Role == ownership.Role && o.IntegrationId == ownership.IntegrationId && o.TargetId == ownership.TargetId
                    && o.ClosedAt == null && o.AcceptedAt != null && o.Id != id, cancellation);

            // The unique index allows one holder: the predecessor goes first; a refusal below takes this back with the rest.
            predecessor?.End(OwnershipEnd.HandedOver, $"Handed over to {actor.Name}.", run.Now);
            await run.SaveStepAsync(cancellation);
            var accepted = ownership.Accept(person, OwnerRoles.AttestationDays(ownership.Role, thing.Kind), run.Now);
            if (!accepted.Succeeded)
                return accepted.Refusal;

            run.Record(run.About with
            {
                Kind = "ownership.accepted",
                Sentence = $"{actor.Name} accepted to be {ownership.Role.InSentence()} of {thing.Key}.",
                After = new Dictionary<string, string?> { ["role"] = ownership.Role.Token(), ["attestation_due"] = ownership.AttestationDue?.ToString("o") },
            });
            ownership.LookNow(run.Now);
            await ActivateAsync(run, ownership, cancellation);
            return default(Done);
        }, cancellation);

    private static async Task ActivateAsync(Work run, Ownership accepted, CancellationToken cancellation)
    {
        if (accepted.IntegrationId is not { } id)
            return;
        var integration = await run.Db.Integrations.SingleAsync(i => i.Id == id, cancellation);
        if (integration.Status != IntegrationStatus.Draft)
            return;
        var others = await run.Db.Ownerships.AsNoTracking().Where(o => o.IntegrationId == id && o.Id != accepted.Id && o.ClosedAt == null).ToListAsync(cancellation);
        bool Held(OwnerRole role) => accepted.Role == role || others.Exists(o => o.Role == role && o.HoldsAt(run.Now, true));
        if (!Held(OwnerRole.BusinessOwner) || !Held(OwnerRole.IamOwner))
            return;
        integration.Activate();
        run.Record(run.About with { Kind = "integration.activated", Sentence = $"{integration.Key} is active: its owners have accepted." });
    }
}
