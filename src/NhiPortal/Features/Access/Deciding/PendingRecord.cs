using NhiPortal.Domain;
using NhiPortal.Domain.Access;

namespace NhiPortal.Features.Access.Deciding;

/// <summary>What became of one record that waited for its commit.</summary>
internal enum RecordOutcome
{
    /// <summary>Durable: only now may anybody be answered.</summary>
    Recorded,

    /// <summary>Something it was judged by has changed: judge again.</summary>
    Stale,

    /// <summary>Nothing was written; nobody gets an allow.</summary>
    Failed,
}

/// <summary>One line waiting for its place in a commit, with everything it was judged by.</summary>
internal sealed class PendingRecord(byte[] line)
{
    // Answering runs on the pool, or the one writer would serve HTTP instead of writing.
    private readonly TaskCompletionSource<RecordOutcome> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte[] Line => line;

    public KnownIntegration? Known { get; init; }

    /// <summary>The position of trust the caller was admitted by; null when no caller's word is relied on.</summary>
    public long? Trust { get; init; }

    /// <summary>The position at which the subject's name was looked up, when it was.</summary>
    public long? Identities { get; init; }

    /// <summary>The grant an allow rests on.</summary>
    public GrantFact? Grant { get; init; }

    public Task<RecordOutcome> Done => done.Task;

    public void Complete(RecordOutcome outcome) => done.TrySetResult(outcome);

    public bool StillHolds(DecisionMemory memory, DateTimeOffset now) =>
        (Known is null || memory.IsCurrent(Known))
        && (Trust is not { } admitted || admitted >= memory.Trust)
        && (Identities is not { } named || named >= memory.Identities)
        && (Grant is null || Grant.LiveAt(now));
}
