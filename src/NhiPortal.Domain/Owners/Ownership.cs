namespace NhiPortal.Domain.Owners;

/// <summary>
/// A person in a role for one thing, from their acceptance until they hand over, decline, or stop confirming it. It
/// lapses by the clock alone: no job has to run for a forgotten ownership to stop counting.
/// </summary>
public sealed class Ownership
{
    /// <summary>From this long before its due date, an attestation shows as due.</summary>
    public static readonly TimeSpan DueWindow = TimeSpan.FromDays(14);

    /// <summary>An overdue attestation still holds this long, then the ownership lapses.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(14);

    /// <summary>A nomination nobody answers ends after this long.</summary>
    public static readonly TimeSpan NominationLifetime = TimeSpan.FromDays(14);

    private Ownership() { }

    public OwnershipId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public OwnerRole Role { get; private set; }
    public PersonId PersonId { get; private set; }
    public PersonId? DeputyId { get; private set; }
    public IntegrationId? IntegrationId { get; private set; }
    public TargetId? TargetId { get; private set; }
    public DateTimeOffset NominatedAt { get; private set; }

    /// <summary>Who nominated; null for the rule of succession.</summary>
    public PersonId? NominatedById { get; private set; }

    /// <summary>A nomination nobody has answered by then ends.</summary>
    public DateTimeOffset AnswerBy { get; private set; }

    public DateTimeOffset? AcceptedAt { get; private set; }
    public DateTimeOffset? AttestedAt { get; private set; }
    public DateTimeOffset? AttestationDue { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public OwnershipEnd? Closing { get; private set; }
    public string? ClosingReason { get; private set; }

    /// <summary>When the named deputy stopped working here; null while there is one, or never was.</summary>
    public DateTimeOffset? DeputyGoneAt { get; private set; }

    /// <summary>When there was nobody left to ask to take over from an owner who is gone.</summary>
    public DateTimeOffset? NobodyLeftAt { get; private set; }

    /// <summary>When the clock alone next changes the state; a sweep looks again then. Null when nothing is to come.</summary>
    public DateTimeOffset? LookAgainAt { get; private set; }

    public int Version { get; private set; }

    public static Ownership Nominate(
        TenantId tenant, OwnerRole role, PersonId person, IntegrationId? integration, TargetId? target, PersonId? deputy, PersonId? by, DateTimeOffset now,
        TimeSpan? answerWithin = null)
    {
        if (role == OwnerRole.SystemOwner == target is null || target is null == integration is null)
            throw new ArgumentException("A system owner belongs to a target; every other role to an integration.");
        return new()
        {
            Id = Domain.Id.New<OwnershipId>(now),
            TenantId = tenant,
            Role = role,
            PersonId = person,
            DeputyId = deputy,
            IntegrationId = integration,
            TargetId = target,
            NominatedAt = now,
            NominatedById = by,
            AnswerBy = now + (answerWithin ?? NominationLifetime),
            LookAgainAt = now + (answerWithin ?? NominationLifetime),
        };
    }

    public Result<Done> Accept(PersonId by, int attestationDays, DateTimeOffset now)
    {
        if (by != PersonId)
            return NotYours;
        if (State(now, true) != OwnershipState.Nominated)
            return new Refusal("not_nominated", "This nomination is no longer open. Ask IAM staff to nominate you again.");
        AcceptedAt = now;
        Confirm(attestationDays, now);
        return default(Done);
    }

    public Result<Done> Decline(PersonId by, string reason, DateTimeOffset now)
    {
        if (by != PersonId)
            return NotYours;
        if (State(now, true) != OwnershipState.Nominated)
            return new Refusal("not_nominated", "Only an open nomination can be declined. To give up an ownership, ask IAM staff to hand it over.");
        Close(OwnershipEnd.Declined, reason, now);
        return default(Done);
    }

    /// <summary>The owner says again that it is theirs; a lapsed ownership needs a new nomination instead.</summary>
    public Result<Done> Attest(PersonId by, int attestationDays, DateTimeOffset now)
    {
        if (by != PersonId)
            return NotYours;
        if (!HoldsAt(now, true))
            return new Refusal("not_held", "You do not hold this ownership any more. Ask IAM staff to nominate you again.");
        Confirm(attestationDays, now);
        return default(Done);
    }

    public Result<Done> End(OwnershipEnd how, string reason, DateTimeOffset now)
    {
        if (ClosedAt is not null)
            return new Refusal("already_ended", "This ownership has ended already.");
        Close(how, reason, now);
        return default(Done);
    }

    /// <summary>The deputy works here no longer; the owner is shown to have none, and since when.</summary>
    public void LoseDeputy(DateTimeOffset now) => (DeputyId, DeputyGoneAt, Version) = (null, now, Version + 1);

    /// <summary>Names who stands in for the owner from now on; null is nobody.</summary>
    public void NameDeputy(PersonId? deputy) => (DeputyId, DeputyGoneAt, Version) = (deputy, null, Version + 1);

    /// <summary>Notes that nobody is left to take over; true the first time, so that it is recorded once.</summary>
    public bool FindNobodyLeft(DateTimeOffset now)
    {
        if (NobodyLeftAt is not null)
            return false;
        NobodyLeftAt = now;
        Version++;
        return true;
    }

    /// <summary>The owner is back, or there is somebody to ask again.</summary>
    public void FindSomebody() => (NobodyLeftAt, Version) = (null, NobodyLeftAt is null ? Version : Version + 1);

    /// <summary>The last moment, exclusive, at which an active person still holds this; null when they hold nothing.</summary>
    public DateTimeOffset? HoldsUntil => ClosedAt is null && AcceptedAt is not null ? AttestationDue + Grace : null;

    public bool HoldsAt(DateTimeOffset now, bool personActive) => personActive && HoldsUntil is { } until && now < until;

    public OwnershipState State(DateTimeOffset now, bool personActive)
    {
        if (ClosedAt is not null)
            return Closing == OwnershipEnd.Declined ? OwnershipState.Declined : OwnershipState.Ended;
        if (!personActive)
            return OwnershipState.Lapsed;
        if (AcceptedAt is null)
            return now < AnswerBy ? OwnershipState.Nominated : OwnershipState.Lapsed;
        if (AttestationDue is not { } due || now >= due + Grace)
            return OwnershipState.Lapsed;
        return now >= due ? OwnershipState.Overdue : now >= due - DueWindow ? OwnershipState.Due : OwnershipState.Accepted;
    }

    /// <summary>Sets the next moment a sweep must look at this; called after it looked.</summary>
    public void Looked(DateTimeOffset now)
    {
        LookAgainAt = NextChange(now);
        Version++;
    }

    /// <summary>Asks the sweep to look at once, because something other than the clock changed.</summary>
    public void LookNow(DateTimeOffset now)
    {
        LookAgainAt = now;
        Version++;
    }

    private static Refusal NotYours => new("not_yours", "There is no such ownership waiting for you.");

    private void Confirm(int attestationDays, DateTimeOffset now)
    {
        AttestedAt = now;
        AttestationDue = now.AddDays(attestationDays);
        // An interval shorter than the due window would show as due at once, which is honest but noisy.
        LookAgainAt = NextChange(now);
        Version++;
    }

    private void Close(OwnershipEnd how, string reason, DateTimeOffset now)
    {
        ClosedAt = now;
        Closing = how;
        ClosingReason = reason;
        LookAgainAt = null;
        Version++;
    }

    private DateTimeOffset? NextChange(DateTimeOffset now)
    {
        if (ClosedAt is not null)
            return null;
        if (AcceptedAt is null)
            return now < AnswerBy ? AnswerBy : null;
        if (AttestationDue is not { } due)
            return null;
        return now < due - DueWindow ? due - DueWindow : now < due ? due : now < due + Grace ? due + Grace : null;
    }
}
