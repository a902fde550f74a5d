using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;

namespace NhiPortal.Features.Rotations;

/// <summary>Begins the renewal of a credential as its owner's task. Nothing changes at the target yet.</summary>
public sealed class StartRotation(UnitOfWork work)
{
    public Task<Result<RotationId>> RunAsync(Actor actor, CredentialId id, CancellationToken cancellation) =>
        work.RunAsync<RotationId>(actor, "rotation.start", async run =>
        {
            var found = await run.CredentialAsync(id, true, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            if (await run.Db.Rotations.AnyAsync(r => r.CredentialId == id && r.EndedAt == null, cancellation))
                return new Refusal("rotating", "It is being rotated already; go on with that.");
            var begun = Rotation.Begin(found.Value, RotationWay.Manual, actor.Person, run.Now);
            if (!begun.Succeeded)
                return begun.Refusal;
            run.Db.Rotations.Add(begun.Value);
            run.Record(run.About with
            {
                Kind = "rotation.started",
                Sentence = $"{actor.Name} began to rotate {found.Value.Label} of {run.About.Integration!.Key}.",
                Facts = new Dictionary<string, string?> { ["credential"] = id.ToString(), ["rotation"] = begun.Value.Id.ToString() },
            });
            return begun.Value.Id;
        }, cancellation);
}
