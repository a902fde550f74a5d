using System.Security.Cryptography;
using System.Text;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Executions;

/// <summary>
/// What the portal does on a target for one grant, and undoes when the grant ends. Only what the target itself showed
/// afterwards counts as done; whatever else happens is tried again, and told when it takes too long.
/// </summary>
public sealed class Execution
{
    /// <summary>After so many tries without success somebody is told; the tries go on, slower.</summary>
    public const int PatientTries = 6;

    /// <summary>How long one instance may work on it before another picks it up.</summary>
    public static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);

    private Execution() { }

    public ExecutionId Id { get; private set; }
    public GrantId GrantId { get; private set; }
    public RequestId RequestId { get; private set; }
    public TenantId TenantId { get; private set; }
    public IntegrationId IntegrationId { get; private set; }
    public TargetId TargetId { get; private set; }
    public TargetChange Change { get; private set; } = null!;

    /// <summary>Of the account on its target: nobody works on one account twice at a time.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>What the target showed before anything was done; what is given back is judged by it.</summary>
    public TargetState? Before { get; private set; }

    /// <summary>Something may have reached the target: what it shows from now on may be the portal's own doing.</summary>
    public bool Sent { get; private set; }

    /// <summary>What the target showed last.</summary>
    public TargetState? After { get; private set; }

    public ExecutionState State { get; private set; }
    public int Tries { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset ClaimedUntil { get; private set; }

    /// <summary>The subject while somebody works on it; unique.</summary>
    public string? ClaimedSubject { get; private set; }

    /// <summary>Why it is not where it should be; null when it is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Since when it is overdue so much that somebody must look.</summary>
    public DateTimeOffset? StuckSince { get; private set; }

    public DateTimeOffset? AppliedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public List<ExecutionAttempt> Attempts { get; private set; } = [];
    public int Version { get; private set; }

    public static Result<Execution> Of(AccessRequest request, Grant grant, DateTimeOffset now)
    {
        var change = TargetChange.Meaning(request.ActionName, request.ResourceId, request.Parameters);
        return !change.Succeeded ? change.Refusal : new Execution
        {
            Id = Domain.Id.New<ExecutionId>(now),
            GrantId = grant.Id,
            RequestId = request.Id,
            TenantId = request.TenantId,
            IntegrationId = request.IntegrationId,
            TargetId = request.TargetId,
            Change = change.Value with { Until = grant.Until },
            Subject = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.TargetId}\n{change.Value.Account.ToUpperInvariant()}"))),
            DueAt = now,
        };
    }

    /// <summary>Nothing more will happen.</summary>
    public bool IsOver => State is ExecutionState.Reverted or ExecutionState.Finished or ExecutionState.NotDone;

    public bool IsClaimed(DateTimeOffset now) => ClaimedSubject is not null && ClaimedUntil > now;

    /// <summary>What is to become so on the target next.</summary>
    public TargetChange? Next => State switch
    {
        ExecutionState.Applying => Change,
        // By the id that was seen: the name may be another's by now.
        ExecutionState.Reverting when Before is not null => LooksOnly ? Change : Change.GivenBack(Before)! with { Id = After?.Id ?? Before.Id },
        _ => null,
    };

    /// <summary>The grant is over and nothing is taken back, but nobody knows yet whether what was sent was done.</summary>
    public bool LooksOnly => State == ExecutionState.Reverting && Before is not null && Change.GivenBack(Before) is null;

    public void Take(DateTimeOffset now) => (ClaimedSubject, ClaimedUntil, Version) = (Subject, now + Claim, Version + 1);

    /// <summary>Whoever had it is gone.</summary>
    public void Release() => (ClaimedSubject, ClaimedUntil, Version) = (null, default, Version + 1);

    /// <summary>The last look before anything is sent counts: what a later try sees may be what an earlier one did.</summary>
    public void Remember(TargetState before, TargetChange told, bool sends)
    {
        if (!Sent && AppliedAt is null)
            (Before, Change) = (before, Change with { Holder = told.Holder });
        (Sent, Version) = (Sent || sends, Version + 1);
    }

    /// <summary>Something bars it for now; waiting is no failed try.</summary>
    public void HoldBack(string why, DateTimeOffset now) => (Trouble, DueAt, Version) = (Shortened(why), now.AddMinutes(1), Version + 1);

    /// <summary>The grant is over: what was given is taken back, and what was never begun is not begun.</summary>
    public void BeginEnd(IReadOnlyList<Execution> others, DateTimeOffset now)
    {
        if (Before is null || (!Sent && AppliedAt is null))
        {
            End(ExecutionState.NotDone, "The grant ended before anything was done.", now);
            return;
        }

        var (stuck, trouble) = (StuckSince, Trouble);
        (State, Tries, DueAt, StuckSince, Trouble) = (ExecutionState.Reverting, 0, now, null, null);
        foreach (var other in others)
            HandOver(other, now);
        Version++;
        if (LooksOnly && AppliedAt is null)
            (StuckSince, Trouble) = (stuck, trouble);
        else if (LooksOnly)
            End(ExecutionState.Finished, null, now);
    }

    public void Impossible(Refusal why, TargetState? before, DateTimeOffset now)
    {
        Add(AttemptOutcome.Impossible, why.Sentence, before, now);
        After = before ?? After;
        End(ExecutionState.NotDone, why.Sentence, now);
    }

    /// <summary>One try is over: the target showed this, or the fault kept it from showing anything.</summary>
    public void Report(TargetState? shown, string? fault, bool retryable, DateTimeOffset now)
    {
        var next = Next ?? throw new InvalidOperationException($"Execution {Id} has nothing to report.");
        (ClaimedSubject, ClaimedUntil, Version, After) = (null, default, Version + 1, shown ?? After);
        if (LooksOnly && fault is null && shown is not null)
        {
            Add(next.IsMetBy(shown) ? AttemptOutcome.Confirmed : AttemptOutcome.Contradicted, null, shown, now);
            End(next.IsMetBy(shown) ? ExecutionState.Finished : ExecutionState.NotDone, null, now);
            return;
        }

        if (fault is null && shown is not null && next.IsMetBy(shown))
        {
            Add(AttemptOutcome.Confirmed, null, shown, now);
            (Trouble, StuckSince) = (null, null);
            if (State == ExecutionState.Applying)
                (State, AppliedAt, Tries) = (ExecutionState.Applied, now, 0);
            else
                End(ExecutionState.Reverted, null, now);
            return;
        }

        Trouble = Shortened(fault ?? $"The target accepted it and shows something else: {shown!.Words(next)}.");
        Add(fault is null ? AttemptOutcome.Contradicted : AttemptOutcome.Failed, Trouble, shown, now);
        // Clearly refused, and all as it was: whatever is there later is not the portal's.
        Sent = Sent && (State != ExecutionState.Applying || fault is null || retryable || shown != Before);
        Tries++;
        if (!retryable || Tries >= PatientTries)
            StuckSince ??= now;
        DueAt = now + Retrying.Wait(Tries, StuckSince is not null);
    }

    /// <summary>Another live grant gives the same: it keeps it, and takes it back at its own end.</summary>
    private void HandOver(Execution other, DateTimeOffset now)
    {
        // The subject is the same for names that differ in case only, which may be two accounts.
        if (other.Change.Account != Change.Account || Before is null || other.Before is null || !(other.Sent || other.AppliedAt is not null) || Change.GivenBack(Before) is not { } mine)
            return;
        var enabled = mine.Enabled == false && other.Change.Enabled == true;
        var member = mine.Member == false && other.Change.Member == true && other.Change.Held == Change.Held && other.Change.Holder == Change.Holder;
        if (!enabled && !member)
            return;
        Before = Before with { Exists = true, Enabled = Before.Enabled || enabled, Member = Before.Member || member };
        other.Before = other.Before with { Enabled = other.Before.Enabled && !enabled, Member = other.Before.Member && !member };
        other.Version++;
        // The target was told the earlier end; it is told the later one.
        if (enabled && other.State == ExecutionState.Applied)
            (other.State, other.DueAt, other.Tries, other.Change) = (ExecutionState.Applying, now, 0, other.Change with { Raises = true });
    }

    private void End(ExecutionState state, string? trouble, DateTimeOffset now) =>
        (State, Trouble, StuckSince, EndedAt, ClaimedSubject, ClaimedUntil, Version) = (state, Shortened(trouble), null, now, null, default, Version + 1);

    private void Add(AttemptOutcome outcome, string? sentence, TargetState? shown, DateTimeOffset now) =>
        Attempts.Add(new(Id, Attempts.Count + 1, State == ExecutionState.Reverting && !LooksOnly, outcome, sentence, shown?.Words(Change), now));

    private static string? Shortened(string? sentence) => sentence is null ? null : Text.Shortened(sentence, Text.Reason);
}
