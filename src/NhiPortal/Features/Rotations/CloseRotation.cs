using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Rotations;

/// <summary>Closes a rotation whose old credential was proved dead: the successor takes its place in the register.</summary>
public sealed class CloseRotation(UnitOfWork work)
{
    /// <returns>The successor.</returns>
    public Task<Result<CredentialId>> RunAsync(Actor actor, RotationId id, CancellationToken cancellation) =>
        work.RunAsync<CredentialId>(actor, "rotation.close", async run =>
        {
            var found = await run.RotationAsync(id, cancellation);
            return found.Succeeded ? await run.CloseAsync(found.Value.Rotation, found.Value.Credential, actor.Person, cancellation) : found.Refusal;
        }, cancellation);
}
