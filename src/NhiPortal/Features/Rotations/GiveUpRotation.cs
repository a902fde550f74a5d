using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Rotations;

/// <summary>Ends a rotation that is not going to be finished; the old credential stays, and stays due. What the portal made for it on the target goes first.</summary>
public sealed class GiveUpRotation(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, RotationId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "rotation.give_up", async run =>
        {
            var found = await run.RotationAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var said = SecretLooks.Read(reason, "The reason", Text.Reason);
            if (!said.Succeeded)
                return said.Refusal;
            var (rotation, credential) = found.Value;
            var left = rotation.IsWithdrawing;
            var ended = rotation.GiveUp(credential, run.Now);
            if (ended.Succeeded)
                credential.LeaveToPeople();
            if (ended.Succeeded)
                run.Record(run.About with
                {
                    Kind = "rotation.given_up",
                    Sentence = $"{actor.Name} gave up {(left ? "withdrawing what was made to rotate" : "rotating")} {credential.Label} of {run.About.Integration!.Key}{(credential.Ended is null ? "; the old one stays in use" : "")}{(rotation.IsWithdrawing ? ", and the portal withdraws what it made" : left ? ", and what was made is left to people" : "")}: {said.Value}",
                    Facts = new Dictionary<string, string?> { ["credential"] = credential.Id.ToString(), ["rotation"] = id.ToString() },
                });
            return ended;
        }, cancellation);
}
