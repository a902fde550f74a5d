using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Executions;

/// <summary>What was really done on the target for one grant, and every try at it.</summary>
public sealed record ExecutionView(Guid Id, ExecutionState State, string Account, string? Before, string? After, string? TargetId, string? Trouble)
{
    public bool LooksOnly { get; init; }
    public bool Drifted { get; init; }
    public required string AtTheEnd { get; init; }
    public DateTimeOffset? StuckSince { get; init; }
    public DateTimeOffset? AppliedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public IReadOnlyList<ExecutionAttempt> Attempts { get; init; } = [];

    public string Words => State switch
    {
        ExecutionState.Applying => StuckSince is null ? "Being carried out" : "Not carried out yet",
        ExecutionState.Applied => "Carried out",
        ExecutionState.Reverting when LooksOnly => "Not known yet whether carried out",
        ExecutionState.Reverting => StuckSince is null ? "Being taken back" : "Not taken back yet",
        ExecutionState.Reverted => "Taken back",
        ExecutionState.Finished => "Carried out, nothing to take back",
        _ when Drifted => "Not carried out: the target had changed",
        _ => "Not carried out",
    };

    public Tone Tone => State switch
    {
        _ when StuckSince is not null => Shell.Parts.Tone.Bad,
        ExecutionState.Applying or ExecutionState.Reverting => Shell.Parts.Tone.Waiting,
        ExecutionState.Applied => Shell.Parts.Tone.Ok,
        ExecutionState.NotDone => Shell.Parts.Tone.Warn,
        _ => Shell.Parts.Tone.Neutral,
    };

    public static ExecutionView Of(Execution execution) => new(
        execution.Id.Value, execution.State, execution.Change.Account, execution.Before?.Words(execution.Change), execution.After?.Words(execution.Change), execution.After?.Id, execution.Trouble)
    {
        LooksOnly = execution.LooksOnly,
        Drifted = execution.Drifted,
        AtTheEnd = execution.Change.WordsAtTheEnd(execution.Before),
        StuckSince = execution.StuckSince,
        AppliedAt = execution.AppliedAt,
        EndedAt = execution.EndedAt,
        Attempts = [.. execution.Attempts.OrderBy(attempt => attempt.Number)],
    };
}

/// <summary>Reads what was done on targets, for grants whose readers may see them.</summary>
internal static class ExecutionViews
{
    public static async Task<ExecutionView?> ExecutionOfAsync(this PortalDb db, RequestId request, CancellationToken cancellation) =>
        await db.Executions.AsNoTracking().Include(e => e.Attempts).SingleOrDefaultAsync(e => e.RequestId == request, cancellation) is { } found ? ExecutionView.Of(found) : null;

    public static async Task<IReadOnlyDictionary<GrantId, ExecutionView>> ExecutionsAsync(this PortalDb db, IReadOnlyList<GrantId> grants, CancellationToken cancellation) =>
        await db.Executions.AsNoTracking().Where(e => grants.Contains(e.GrantId)).ToDictionaryAsync(e => e.GrantId, ExecutionView.Of, cancellation);
}
