using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reconciliation;

namespace NhiPortal.Domain.Findings;

/// <summary>Everything the rules may know of one governed thing at one moment.</summary>
public abstract record Picture
{
    public required TenantId Tenant { get; init; }
    public required string Key { get; init; }
    public required string Name { get; init; }

    /// <summary>The roles somebody must hold for this thing; none when nothing depends on it (a draft, a retired integration).</summary>
    public required IReadOnlyList<ControlPoint> ControlPoints { get; init; }

    public abstract IntegrationId? Integration { get; }

    public abstract TargetId? Target { get; }

    /// <summary>A stable name for the thing itself, or for a part of it.</summary>
    public string Subject(string? part = null) =>
        (Integration is { } integration ? $"integration:{integration}" : Target is { } target ? $"target:{target}" : "log") + (part is null ? "" : $":{part}");

    /// <summary>Whoever holds the role now and could put something right.</summary>
    public PersonId? HolderOf(OwnerRole role, DateTimeOffset now) =>
        ControlPoints.FirstOrDefault(point => point.Role == role) is { Holder: { } holder } point && holder.Fact(point.Role).HoldsAt(now) ? holder.Person : null;
}

/// <summary>One target with its system owner.</summary>
public sealed record TargetPicture(TargetId Id) : Picture
{
    public override IntegrationId? Integration => null;

    public override TargetId? Target => Id;

    /// <summary>Uses of break-glass here that nobody has reviewed yet.</summary>
    public IReadOnlyList<DebtPicture> Debts { get; init; } = [];

    /// <summary>What stops had to take away here and nobody has confirmed yet.</summary>
    public IReadOnlyList<OpenLinePicture> OpenLines { get; init; } = [];

    /// <summary>Privileges found here that nothing explains.</summary>
    public IReadOnlyList<PrivilegePicture> Privileges { get; init; } = [];

    /// <summary>How reading it went; null where nobody ever tried.</summary>
    public ReadingPicture? Reading { get; init; }
}

/// <summary>One use of break-glass that waits for its review.</summary>
public sealed record DebtPicture(BreakGlassUseId Use, string Person, string Integration, DateTimeOffset UsedAt, DateTimeOffset ReviewDue);

/// <summary>One line of a stop that is not confirmed, and until when it had to be.</summary>
public sealed record OpenLinePicture(StopLineId Line, string Stopped, string What, string? Trouble, bool ByHand, DateTimeOffset StoppedAt, DateTimeOffset DueAt);

/// <summary>One privilege that a reading showed and nothing explains.</summary>
public sealed record PrivilegePicture(PrivilegeLineId Line, string Account, string Holder, PrivilegeClass Class, string Sentence, DateTimeOffset FirstSeenAt);

/// <summary>When a target was last read whole, and what kept the newest try from it.</summary>
public sealed record ReadingPicture(DateTimeOffset? LastReadAt, string? Fault, bool Blind);

/// <summary>One role that must be held: by whom, and what became of the last asks that waited for it.</summary>
public sealed record ControlPoint(OwnerRole Role, string Thing)
{
    public OwnerPicture? Holder { get; init; }

    /// <summary>Asks that waited for this role and have ended, the newest first.</summary>
    public IReadOnlyList<AskOutcome> Asks { get; init; } = [];

    public OwnershipGap? Gap(DateTimeOffset now) => OwnershipGap.In(Role, Thing, Holder?.Fact(Role), now);
}

/// <summary>An ask that waited for a role: when it ended, and whether anybody had answered it in that role.</summary>
public sealed record AskOutcome(DateTimeOffset EndedAt, bool Answered);

/// <summary>A person in a role, as far as the rules care.</summary>
public sealed record OwnerPicture(PersonId Person, string Name, string Mail, bool Active, bool External)
{
    public DateTimeOffset? InactiveSince { get; init; }

    /// <summary>Since when their mail is refused.</summary>
    public DateTimeOffset? UnreachableSince { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }
    public DateTimeOffset? AttestationDue { get; init; }
    public DateTimeOffset? HoldsUntil { get; init; }

    public OwnerFact Fact(OwnerRole role) => new(role, Person, Name, Active, External, HoldsUntil);

    public static OwnerPicture Of(Ownership ownership, People.Person person) => new(person.Id, person.Name, person.Mail, person.Active, person.External)
    {
        InactiveSince = person.InactiveSince,
        UnreachableSince = person.UnreachableSince,
        AcceptedAt = ownership.AcceptedAt,
        AttestationDue = ownership.AttestationDue,
        HoldsUntil = ownership.HoldsUntil,
    };
}

/// <summary>The audit log itself: what its last full verification said, and how keeping its checkpoints elsewhere goes.</summary>
public sealed record LogPicture : Picture
{
    public override IntegrationId? Integration => null;

    public override TargetId? Target => null;

    /// <summary>The last time all of it was read; null where nobody ever did.</summary>
    public VerifiedPicture? Verified { get; init; }

    /// <summary>Places that do not take its checkpoints.</summary>
    public IReadOnlyList<UnanchoredPicture> Unanchored { get; init; } = [];
}

/// <summary>What a full verification said: whether all was as signed, and the first event that was not.</summary>
public sealed record VerifiedPicture(DateTimeOffset At, bool Intact, string? FirstBroken, string? FirstFault);

/// <summary>A place that has not taken a checkpoint since then, and what keeps it.</summary>
public sealed record UnanchoredPicture(string Place, DateTimeOffset Since, string Trouble);
