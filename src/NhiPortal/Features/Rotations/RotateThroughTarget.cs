using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Discovery;

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
            return found.Succeeded ? await run.BeginThroughAsync(found.Value, ask, (connectors, vaults), actor.Name, cancellation) : found.Refusal;
        }, cancellation);
}
