using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Unattended;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Rotations;

/// <summary>How a rotation through a target begins, whether a person wants it or a schedule.</summary>
internal static class BeginningThrough
{
    public static Refusal Rotating => new("rotating", "It is being rotated already; go on with that.");

    /// <param name="run">The unit of work, about the integration already.</param>
    /// <param name="credential">What is renewed.</param>
    /// <param name="ask">How.</param>
    /// <param name="there">What can reach the target and the vault.</param>
    /// <param name="who">Whose doing it is, as the record begins its sentence.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public static async Task<Result<RotationId>> BeginThroughAsync(
        this Work run, Credential credential, RotationAsk ask, (ConfiguredConnectors Connectors, ConfiguredVaults Vaults) there, string who, CancellationToken cancellation)
    {
        if (await run.Db.Rotations.AnyAsync(r => r.CredentialId == credential.Id && r.EndedAt == null, cancellation))
            return Rotating;
        var target = await run.Db.Targets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == credential.TargetId, cancellation);
        if (there.Connectors.WhyNotRotated(there.Vaults, credential.KeptIn, target?.Key) is { } cannot)
            return cannot;
        if (await run.Db.StoppedAsync(run.Db.Integrations.Where(i => i.Id == credential.IntegrationId), [target!.Id], cancellation) is { } stopped)
            return new Refusal("stopped", $"{stopped} is stopped, and nothing is made under a stop. Lift it first, or rotate by hand.");
        // Cleaned before it is judged: it is the cleaned one that is renewed.
        var named = Text.Required(ask.Account, "The account", Text.Name);
        if (!named.Succeeded)
            return named.Refusal;
        var account = named.Value;
        var partner = ask.Paired ? there.Connectors.PartnerOf(target.Key, account) : null;
        if (there.Connectors.IsOwn(target.Key, account) || (partner is not null && there.Connectors.IsOwn(target.Key, partner)))
            return new Refusal("own_account", $"The portal signs in to {target.Key} as that itself, and never changes its own account.");
        if (await run.Db.WhyNotItsAccountAsync(run.Actor, credential, target.Key, account, cancellation) is { } foreign)
            return foreign;
        var place = Like.Holding(credential.KeptIn)[1..^1];
        // What is put there is the newest for everybody who reads it: an owner, or a schedule, decides that for one integration alone.
        if (!Permissions.Allows(run.Actor, Permission.ManageCredentials) && await run.Db.Credentials.AnyAsync(c => c.IntegrationId != credential.IntegrationId && c.Status == CredentialStatus.Active && EF.Functions.Like(c.KeptIn, place, Like.Escape), cancellation))
            return new Refusal("place_of_others", $"Another integration keeps its credential in {credential.KeptIn}, too. Say a place of its own where this one is kept, or have IAM staff rotate it.");
        // One account is renewed once at a time, whichever credential it is of.
        if (await run.Db.Rotations.AnyAsync(r => r.EndedAt == null && r.TargetId == target.Id && (r.Account == account || r.NewAccount == account || (partner != null && (r.Account == partner || r.NewAccount == partner))), cancellation))
            return new Refusal("rotating", "That account is being rotated already, for another credential.");
        var begun = Rotation.Through(credential, new(target.Id, account, partner, ask.OverlapHours), run.Actor.Person, run.Now);
        if (!begun.Succeeded)
            return begun.Refusal;
        run.Db.Rotations.Add(begun.Value);
        credential.Begun();
        run.Record(run.About with
        {
            Kind = "rotation.started",
            Target = Work.Thing(target),
            Sentence = $"{who} had the portal rotate {credential.Label} of {run.About.Integration!.Key} on {target.Key}{(partner is null ? ", without overlap" : $"; both live {ask.OverlapHours} hours")}.",
            Facts = new Dictionary<string, string?>
            {
                ["credential"] = credential.Id.ToString(), ["rotation"] = begun.Value.Id.ToString(), ["account"] = account, ["new_account"] = partner ?? account, ["overlap_hours"] = $"{ask.OverlapHours}",
                ["schedule"] = run.Actor.Person is null ? credential.ScheduledBy ?? "its own" : null,
            },
        });
        return begun.Value.Id;
    }
}
