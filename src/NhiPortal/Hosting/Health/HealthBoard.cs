using Microsoft.Extensions.Diagnostics.HealthChecks;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Hosting.Health;

/// <summary>One part the portal needs, and how it is in a word.</summary>
public sealed record HealthLine(string Part, bool Ok, string Words);

/// <summary>Asks the same checks as <c>/health/ready</c>, for administrators; nothing for everybody else.</summary>
public sealed class HealthBoard(HealthCheckService checks)
{
    public async Task<IReadOnlyList<HealthLine>> ReadAsync(Actor actor, CancellationToken cancellation) => Permissions.Allows(actor, Permission.Administer)
        ? [.. (await checks.CheckHealthAsync(cancellation)).Entries.Select(entry => new HealthLine(entry.Key, entry.Value.Status == HealthStatus.Healthy, HealthSetup.Words(entry.Value)))]
        : [];
}
