namespace NhiPortal.Domain.Credentials;

/// <summary>The steps of a rotation, in the order they are reached.</summary>
public enum RotationStep
{
    Planned,
    Staged,
    NewVerified,
    Switched,
    OldDead,
    Closed,
}

/// <summary>Who carries the steps out.</summary>
public enum RotationWay
{
    Manual,
    Connector,
}

/// <summary>How a rotation stands as a whole.</summary>
public enum RotationState
{
    Open,
    Failed,
    Closed,
    GivenUp,

    /// <summary>Given up, while what was made for it is being withdrawn on the target.</summary>
    Withdrawing,
}

/// <summary>What shows that a step was really done, or why it was not: the words, a link, and whose they are; no person when a connector did it.</summary>
public sealed record StepProof(PersonId? By, string Evidence, string? Link = null);

/// <summary>Where the new one lives and until when.</summary>
public sealed record Renewed(string KeptIn, DateTimeOffset ExpiresAt);

/// <summary>One attempt at one step, kept for ever.</summary>
public sealed class RotationAttempt
{
    internal RotationAttempt() { }

    public RotationId RotationId { get; internal set; }
    public int Number { get; internal set; }
    public RotationStep Step { get; internal set; }
    public bool Succeeded { get; internal set; }
    public DateTimeOffset At { get; internal set; }
    public PersonId? PersonId { get; internal set; }
    public string Evidence { get; internal set; } = "";
    public string? Link { get; internal set; }
}
