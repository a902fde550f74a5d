namespace NhiPortal.Connectors;

/// <summary>What a target shows of an account before its secret is renewed.</summary>
public sealed record RotationSight
{
    public static readonly RotationSight Nowhere = new();

    public bool Exists { get; init; }
    public bool Enabled { get; init; }

    /// <summary>What it is a member of itself; its second account is given the same.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Why no second account could do the same work, so that both secrets cannot live at once; null when one could.</summary>
    public string? WhyAlone { get; init; }

    /// <summary>What a second account would lack without anybody seeing it from here; null when nothing.</summary>
    public string? Unseen { get; init; }

    /// <summary>Connections open as this account now; null where the target does not tell.</summary>
    public int? Sessions { get; init; }

    /// <summary>Secrets it has now, where one account can have several; null where it has one at a time.</summary>
    public int? Secrets { get; init; }

    /// <summary>The account it takes turns with, as is noted at one of the two.</summary>
    public string? TurnsWith { get; init; }
}

/// <summary>A connector through which secrets are renewed with an overlap.</summary>
public interface IRotatingConnector : ISecretConnector
{
    Task<RotationSight> LookAsync(string account, CancellationToken cancellation);
}

/// <summary>The overlap comes from two accounts that do the same work by turns.</summary>
public interface IPairedConnector : IRotatingConnector
{
    /// <summary>Notes at an account which one it takes turns with.</summary>
    Task PairAsync(string account, string with, CancellationToken cancellation);
}

/// <summary>The overlap comes from one account that holds two secrets at once.</summary>
public interface ITwinSecretConnector : IRotatingConnector
{
    /// <summary>Adds a secret beside those that are there. One that an earlier try added under the same label goes first.</summary>
    Task AddSecretAsync(string account, string label, Func<string, CancellationToken, Task> keep, CancellationToken cancellation);

    /// <summary>Takes away those that were added under that label.</summary>
    /// <returns>How many of them the target still shows.</returns>
    Task<int> RemoveSecretAsync(string account, string label, CancellationToken cancellation);

    /// <summary>Takes away every secret but the one with that label; a fault, and nothing is taken away, when that one is not there.</summary>
    /// <returns>How many others the target still shows.</returns>
    Task<int> RemoveOtherSecretsAsync(string account, string label, CancellationToken cancellation);
}

/// <summary>What is noted at the second account of a pair.</summary>
internal static class PairNote
{
    private const string Begin = "Takes turns with ", End = " when NhiPortal renews their secret.";

    public static string Of(string with) => $"{Begin}{with}{End}";

    public static string? Read(string? note) => note is not null && note.StartsWith(Begin, StringComparison.Ordinal) && note.EndsWith(End, StringComparison.Ordinal) ? note[Begin.Length..^End.Length] : null;
}
