using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Discovery;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Rotations;

/// <summary>How somebody wants the portal to renew a credential.</summary>
/// <param name="Account">What signs in with the old one.</param>
/// <param name="Paired">A second account takes its place, and both live for a while.</param>
/// <param name="OverlapHours">For how long, unless somebody says sooner that everything is switched.</param>
public sealed record RotationAsk(string Account, bool Paired, int OverlapHours);

/// <summary>Has the portal renew a credential itself: it makes the new one, puts it into the vault, and proves each step on the target.</summary>
public sealed class RotateThroughTarget(UnitOfWork work, ConfiguredConnectors connectors, ConfiguredVaults vaults)
{
    public Task<Result<RotationId>> RunAsync(Actor actor, CredentialId id, RotationAsk ask, CancellationToken cancellation) =>
        work.RunAsync<RotationId>(actor, "rotation.through", async run =>
        {
            var found = await run.CredentialAsync(id, true, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            if (await run.Db.Rotations.AnyAsync(r => r.CredentialId == id && r.EndedAt == null, cancellation))
                return new Refusal("rotating", "It is being rotated already; go on with that.");
            var target = await run.Db.Targets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == found.Value.TargetId, cancellation);
            if (connectors.WhyNotRotated(vaults, found.Value.KeptIn, target?.Key) is { } cannot)
                return cannot;
            // Cleaned before it is judged: it is the cleaned one that is renewed.
            var named = Text.Required(ask.Account, "The account", Text.Name);
            if (!named.Succeeded)
                return named.Refusal;
            var account = named.Value;
            var partner = ask.Paired ? connectors.PartnerOf(target!.Key, account) : null;
            if (connectors.IsOwn(target!.Key, account) || (partner is not null && connectors.IsOwn(target.Key, partner)))
                return new Refusal("own_account", $"The portal signs in to {target.Key} as that itself, and never changes its own account.");
            if (await run.Db.WhyNotItsAccountAsync(actor, found.Value, target.Key, account, cancellation) is { } foreign)
                return foreign;
            var place = Like.Holding(found.Value.KeptIn)[1..^1];
            // What is put there is the newest for everybody who reads it: an owner decides that for their own integration alone.
            if (Permissions.Check(actor, Permission.ManageCredentials) is not null && await run.Db.Credentials.AnyAsync(c => c.IntegrationId != found.Value.IntegrationId && c.Status == CredentialStatus.Active && EF.Functions.Like(c.KeptIn, place, Like.Escape), cancellation))
                return new Refusal("place_of_others", $"Another integration keeps its credential in {found.Value.KeptIn}, too. Say a place of its own where this one is kept, or have IAM staff rotate it.");
            // One account is renewed once at a time, whichever credential it is of.
            if (await run.Db.Rotations.AnyAsync(r => r.EndedAt == null && r.TargetId == target.Id && (r.Account == account || r.NewAccount == account || (partner != null && (r.Account == partner || r.NewAccount == partner))), cancellation))
                return new Refusal("rotating", "That account is being rotated already, for another credential.");
            var begun = Rotation.Through(found.Value, new(target.Id, account, partner, ask.OverlapHours), actor.Person, run.Now);
            if (!begun.Succeeded)
                return begun.Refusal;
            run.Db.Rotations.Add(begun.Value);
            run.Record(run.About with
            {
                Kind = "rotation.started",
                Target = Work.Thing(target),
                Sentence = $"{actor.Name} had the portal rotate {found.Value.Label} of {run.About.Integration!.Key} on {target.Key}{(partner is null ? ", without overlap" : "")}.",
                Facts = new Dictionary<string, string?> { ["credential"] = id.ToString(), ["rotation"] = begun.Value.Id.ToString(), ["account"] = account, ["new_account"] = partner ?? account, ["overlap_hours"] = $"{ask.OverlapHours}" },
            });
            return begun.Value.Id;
        }, cancellation);
}
