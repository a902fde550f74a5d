using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Rotations;

/// <summary>What somebody says about the step in front of them.</summary>
/// <param name="Step">The step they saw.</param>
/// <param name="Worked">False when it was tried and did not.</param>
/// <param name="Evidence">What shows it.</param>
/// <param name="Link">Where more of it is.</param>
/// <param name="Renewed">With the staging: where the new one lives.</param>
public sealed record StepTold(RotationStep Step, bool Worked, string Evidence, string? Link = null, Renewed? Renewed = null);

/// <summary>Records that a step of a rotation was done, or was tried and failed, with what shows it.</summary>
public sealed class ProveStep(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, RotationId id, StepTold told, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "rotation.prove", async run =>
        {
            var found = await run.RotationAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var (rotation, credential) = found.Value;
            if (!rotation.TakesWord)
                return new Refusal("by_connector", "The portal carries this rotation out itself and proves its steps.");
            if (rotation.ClaimedUntil > run.Now)
                return new Refusal("at_work", "The portal is at work on it at this moment. Try again in a few minutes.");
            var proof = new StepProof(actor.Person, told.Evidence, told.Link?.Trim() is { Length: > 0 } link ? link : null);
            if (told.Worked)
                return run.Reach(rotation, credential, told.Step, proof, told.Renewed);
            var failed = run.Fail(rotation, credential, told.Step, proof);
            return failed.Succeeded ? default(Done) : failed.Refusal;
        }, cancellation);
}
