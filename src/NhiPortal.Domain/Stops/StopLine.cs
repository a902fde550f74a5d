namespace NhiPortal.Domain.Stops;

/// <summary>What one line of a stop is about.</summary>
public enum StopLineKind
{
    Request,
    Grant,

    /// <summary>An account that the integration holds by itself, on a target the portal can change.</summary>
    Account,

    /// <summary>Something the portal cannot take away.</summary>
    ByHand,
}

/// <summary>How far one line is.</summary>
public enum StopLineState
{
    Waiting,
    Failing,
    ByHand,
    Confirmed,

    /// <summary>The stop was lifted before anybody could confirm it.</summary>
    CalledOff,
}

/// <summary>One thing a stop takes away, until the target or a person has confirmed that it is gone.</summary>
public sealed class StopLine
{
    /// <summary>A target that answers does so within minutes; a person gets a day.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(15), ByHandWithin = TimeSpan.FromDays(1);

    private StopLine() { }

    public StopLineId Id { get; private set; }
    public StopId StopId { get; private set; }
    public StopLineKind Kind { get; private set; }

    /// <summary>With the kind unique in a stop: no two instances write the same line.</summary>
    public string Subject { get; private set; } = "";

    public string What { get; private set; } = "";
    public IntegrationId? IntegrationId { get; private set; }
    public TargetId TargetId { get; private set; }
    public GrantId? GrantId { get; private set; }
    public RemovalId? RemovalId { get; private set; }

    /// <summary>Whoever is asked to do it by hand; nobody is IAM staff.</summary>
    public PersonId? WhoId { get; private set; }

    public StopLineState State { get; private set; }
    public string? Trouble { get; private set; }
    public DateTimeOffset? NextTryAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>When it was confirmed or called off.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public PersonId? ConfirmedById { get; private set; }
    public int Version { get; private set; }

    /// <summary>The portal's own: it is gone in the commit that says so.</summary>
    public static StopLine Done(StopId stop, StopLineKind kind, Guid subject, string what, IntegrationId integration, TargetId target, DateTimeOffset now)
    {
        var line = Of(stop, kind, subject.ToString(), what, target, now + Soon, now);
        (line.IntegrationId, line.State, line.EndedAt) = (integration, StopLineState.Confirmed, now);
        return line;
    }

    /// <summary>A grant is over here; what the portal did for it on the target is being taken back.</summary>
    public static StopLine TakenBack(StopId stop, Grants.Grant grant, string what, DateTimeOffset now)
    {
        var line = Of(stop, StopLineKind.Grant, grant.Id.ToString(), what, grant.TargetId, now + Soon, now);
        (line.IntegrationId, line.GrantId) = (grant.IntegrationId, grant.Id);
        return line;
    }

    public static StopLine Removed(StopId stop, Executions.Removal removal, string what, DateTimeOffset now)
    {
        var line = Of(stop, StopLineKind.Account, removal.Subject, what, removal.TargetId, now + Soon, now);
        (line.IntegrationId, line.RemovalId) = (removal.IntegrationId, removal.Id);
        return line;
    }

    public static StopLine LeftToHand(StopId stop, string subject, string what, TargetId target, PersonId? who, DateTimeOffset now)
    {
        var line = Of(stop, StopLineKind.ByHand, subject, what, target, now + ByHandWithin, now);
        (line.State, line.WhoId) = (StopLineState.ByHand, who);
        return line;
    }

    /// <summary>What the target shows by now; false when that is nothing new.</summary>
    public bool Follow(bool over, string? trouble, DateTimeOffset? nextTry, DateTimeOffset now)
    {
        if (EndedAt is not null)
            return false;
        var (state, next) = over ? (StopLineState.Confirmed, (DateTimeOffset?)null) : trouble is null ? (StopLineState.Waiting, null) : (StopLineState.Failing, nextTry);
        if ((state, over ? null : trouble, next) == (State, Trouble, NextTryAt))
            return false;
        (State, Trouble, NextTryAt, EndedAt, Version) = (state, over ? null : trouble, next, over ? now : null, Version + 1);
        return true;
    }

    /// <summary>The portal cannot do it after all: a person has to.</summary>
    public bool LeaveToHand(string? trouble, DateTimeOffset now)
    {
        if (EndedAt is not null || State == StopLineState.ByHand)
            return false;
        (State, Trouble, NextTryAt, DueAt, Version) = (StopLineState.ByHand, trouble, null, now + ByHandWithin, Version + 1);
        return true;
    }

    /// <summary>A person says that it is done; the portal cannot see it.</summary>
    public Result<Done> ConfirmByHand(PersonId by, string note, DateTimeOffset now)
    {
        if (EndedAt is not null || State != StopLineState.ByHand)
            return new Refusal("not_by_hand", "Only what is left to be done by hand, and is not confirmed yet, can be confirmed by a person.");
        (State, Trouble, ConfirmedById, EndedAt, Version) = (StopLineState.Confirmed, note, by, now, Version + 1);
        return default(Done);
    }

    /// <summary>The stop is lifted: nothing more is taken away in its name.</summary>
    public void CallOff(DateTimeOffset now)
    {
        // What was granted stays revoked, so what it gave goes on being taken back.
        if (EndedAt is null && Kind != StopLineKind.Grant)
            (State, NextTryAt, EndedAt, Version) = (StopLineState.CalledOff, null, now, Version + 1);
    }

    private static StopLine Of(StopId stop, StopLineKind kind, string subject, string what, TargetId target, DateTimeOffset due, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<StopLineId>(now),
        StopId = stop,
        Kind = kind,
        Subject = subject,
        What = Text.Kept(what, Text.Reason),
        TargetId = target,
        DueAt = due,
    };
}
