using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors;

/// <summary>
/// A connector that can also change its target. Each call is safe to repeat: what is so already is left as it is. None of
/// them is believed: whoever applies reads the state again afterwards, over a connection of its own.
/// </summary>
public interface IActingConnector : IConnector
{
    /// <summary>The same change, with the group that the settings call administrators now.</summary>
    TargetChange Resolved(TargetChange change);

    /// <summary>What the target says now about the account a change is about.</summary>
    Task<TargetState> ReadStateAsync(TargetChange about, CancellationToken cancellation);

    /// <summary>Makes it so. The same <paramref name="key"/> means the same attempt to targets that keep such keys.</summary>
    Task ApplyAsync(TargetChange change, string key, CancellationToken cancellation);
}

/// <summary>
/// A connector that can give an account a new secret. It makes the secret itself and hands it to whoever keeps it before
/// the target learns it, so that none is lost half-way; nobody else ever sees it.
/// </summary>
public interface ISecretConnector : IActingConnector
{
    Task RenewSecretAsync(string account, Func<string, CancellationToken, Task> keep, CancellationToken cancellation);

    /// <summary>Whether the target lets the account in with this secret, found out by signing in.</summary>
    Task<bool> SignsInAsync(string account, string secret, CancellationToken cancellation);
}
