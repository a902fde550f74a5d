namespace NhiPortal.Domain.Executions;

/// <summary>How far the portal is with carrying out one grant on its target.</summary>
public enum ExecutionState
{
    Applying,
    Applied,
    Reverting,
    Reverted,

    /// <summary>The grant is over and nothing had to be taken back.</summary>
    Finished,

    /// <summary>Nothing was done on the target, and nothing will be.</summary>
    NotDone,
}
