namespace NhiPortal.Domain.Unattended;

/// <summary>Where the taking away of one unattended thing stands.</summary>
public enum RevocationState
{
    /// <summary>Seen while the policy only reports: nobody was told, nothing happens.</summary>
    Reported,

    /// <summary>People were reminded; nothing is announced yet.</summary>
    Warned,
    Announced,

    /// <summary>Its day has come.</summary>
    Due,

    /// <summary>Taken away in the portal; the target has not shown it yet.</summary>
    Running,
    Confirmed,

    /// <summary>Not confirmed for too long; it is tried and looked at again.</summary>
    Failed,

    /// <summary>Attended to in time, or let go.</summary>
    Cancelled,
    Undone,
}

/// <summary>A kind of thing that is taken away.</summary>
public enum TakenKind
{
    Status,
    Grant,
    Identity,
    Credential,
    Path,
}

/// <summary>How it is known to be gone.</summary>
public enum TakenWay
{
    /// <summary>The portal itself answers for it.</summary>
    Portal,

    /// <summary>The portal's connector takes it back and reads it back.</summary>
    Connector,

    /// <summary>Somebody takes it away by hand.</summary>
    Hand,
}

/// <summary>One step that was really taken: never changed afterwards.</summary>
public sealed record RevocationStep(RevocationId RevocationId, int Number, UnattendedKind Kind, TenantId TenantId, LadderStep Step, DateTimeOffset At, RevocationBatchId? BatchId, string Words);
