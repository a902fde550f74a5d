namespace NhiPortal.Domain.Executions;

/// <summary>How one try ended.</summary>
public enum AttemptOutcome
{
    Confirmed,

    /// <summary>The target said yes and shows no.</summary>
    Contradicted,
    Failed,
    Impossible,
}

/// <summary>One try on the target, as it was: never changed afterwards.</summary>
public sealed record ExecutionAttempt(ExecutionId ExecutionId, int Number, bool Reverting, AttemptOutcome Outcome, string? Sentence, string? Shown, DateTimeOffset At);
