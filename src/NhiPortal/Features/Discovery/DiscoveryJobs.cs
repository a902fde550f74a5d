using Hangfire;
using NhiPortal.Domain;

namespace NhiPortal.Features.Discovery;

/// <summary>Hangfire's door to discovery.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class DiscoveryJobs(DiscoverAccounts discover, ConfiguredConnectors connectors)
{
    [DisableConcurrentExecution(30)]
    public async Task ReadAllAsync(CancellationToken cancellation)
    {
        // One after the other: a target that fails is recorded as such and keeps nobody else waiting for long.
        foreach (var target in connectors.Targets)
            await discover.RunAsync(Actor.Rule("discover accounts"), target, false, cancellation);
    }
}
