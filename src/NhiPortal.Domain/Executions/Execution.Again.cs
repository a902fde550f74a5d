namespace NhiPortal.Domain.Executions;

public sealed partial class Execution
{
    /// <summary>Its grant lives again: what was taken back, or is being taken back, is done once more and read back.</summary>
    public void Again(DateTimeOffset now)
    {
        if (State is ExecutionState.Applying or ExecutionState.Applied)
            return;
        (State, Tries, DueAt, EndedAt, StuckSince, Trouble) = (ExecutionState.Applying, 0, now, null, null, null);
        Version++;
    }
}
