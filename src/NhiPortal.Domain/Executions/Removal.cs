using System.Security.Cryptography;
using System.Text;

namespace NhiPortal.Domain.Executions;

/// <summary>How far a removal is.</summary>
public enum RemovalState
{
    Due,
    Confirmed,

    /// <summary>It cannot be done, however often it is tried.</summary>
    Impossible,
    CalledOff,
}

/// <summary>
/// Privilege that no grant gave and that is taken away on its target. As with an execution, only what the target itself
/// shows afterwards counts; until then it is tried again, and somebody is told when it takes too long.
/// </summary>
public sealed class Removal
{
    private Removal() { }

    public RemovalId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public TargetId TargetId { get; private set; }

    /// <summary>Whose account it is, when the register knows that.</summary>
    public IntegrationId? IntegrationId { get; private set; }

    public TargetChange Change { get; private set; } = null!;

    /// <summary>Of the account and what is taken from it.</summary>
    public string Subject { get; private set; } = "";

    public string Reason { get; private set; } = "";
    public PersonId? OrderedById { get; private set; }
    public DateTimeOffset OrderedAt { get; private set; }
    public RemovalState State { get; private set; }
    public TargetState? Before { get; private set; }
    public TargetState? After { get; private set; }
    public int Tries { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset ClaimedUntil { get; private set; }
    public string? Trouble { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public int Version { get; private set; }

    public static Removal Order(TenantId tenant, TargetId target, IntegrationId? integration, TargetChange change, string reason, PersonId? by, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<RemovalId>(now),
        TenantId = tenant,
        TargetId = target,
        IntegrationId = integration,
        Change = change,
        Subject = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{target}\n{change.Account}\n{change.Holder}"))),
        Reason = Domain.Text.Kept(reason, Domain.Text.Reason),
        OrderedById = by,
        OrderedAt = now,
        DueAt = now,
    };

    /// <summary>Takes it for one instance; false when another has it, it is over, or it is too soon.</summary>
    public bool Take(DateTimeOffset now)
    {
        if (EndedAt is not null || ClaimedUntil > now || DueAt > now)
            return false;
        (ClaimedUntil, Version) = (now + Execution.Claim, Version + 1);
        return true;
    }

    /// <summary>One try is over: the target showed this, or the fault kept it from showing anything.</summary>
    public void Report(TargetState? before, TargetState? shown, string? fault, bool impossible, DateTimeOffset now)
    {
        (ClaimedUntil, Tries, Before, After, Version) = (default, Tries + 1, Before ?? before, shown ?? After, Version + 1);
        var met = fault is null && shown is not null && Change.IsMetBy(shown);
        Trouble = met ? null : Domain.Text.Shortened(fault ?? $"The target accepted it and shows something else: {shown!.Words(Change)}.", Domain.Text.Reason);
        if (met || impossible)
            (State, EndedAt) = (met ? RemovalState.Confirmed : RemovalState.Impossible, now);
        else
            DueAt = now + Retrying.Wait(Tries, Tries >= Execution.PatientTries);
    }

    /// <summary>Nobody wants it any more; what was done already stays.</summary>
    public void CallOff(DateTimeOffset now)
    {
        if (EndedAt is null)
            (State, EndedAt, Version) = (RemovalState.CalledOff, now, Version + 1);
    }
}
