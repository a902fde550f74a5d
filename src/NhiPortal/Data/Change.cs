namespace NhiPortal.Data;

/// <summary>What kind of thing changed, for whoever keeps a picture of it.</summary>
public enum ChangeKind
{
    Integration,
    Target,
    Person,
    PeopleSync,
    Policy,

    /// <summary>A tenant's access rules. Decisions follow them; no approval rests on them.</summary>
    AccessRules,

    /// <summary>The policy or the access rules being written; decisions never look at them.</summary>
    PolicyDraft,
    Trust,
    Request,
    Grant,

    /// <summary>Something was stopped, or let loose again; decisions follow it.</summary>
    Stop,

    /// <summary>What is held on a target without a grant, and how far taking it away is; decisions never look at it.</summary>
    Removal,

    /// <summary>Some findings; which ones is not told, or a whole run would flood the feed.</summary>
    Finding,

    /// <summary>Somebody's reminders; whose is not told, or a morning's digests would flood the feed.</summary>
    Notice,

    /// <summary>Something unattended, or its policy; which is not told, or a sweep would flood the feed.</summary>
    Revocation,

    /// <summary>An access review, its items or answers.</summary>
    Review,

    /// <summary>Some channel or delivery; which one is not told.</summary>
    Channel,

    /// <summary>Some package of evidence; which one is not told.</summary>
    Evidence,
}

/// <summary>
/// One line of the change feed, written in the transaction that changed the thing. It drives live pages on every
/// instance and tells decision memory what to forget.
/// </summary>
public sealed class Change
{
    /// <summary>Given out under the clock row's lock, so that its order is the order of commits.</summary>
    public required long Seq { get; init; }

    public required DateTimeOffset At { get; init; }
    public required ChangeKind Kind { get; init; }

    /// <summary>The thing itself; for requests and grants their integration is in <see cref="IntegrationId"/>.</summary>
    public required Guid Subject { get; init; }

    public Guid? IntegrationId { get; init; }
}

/// <summary>The one row whose value is the newest <see cref="Change.Seq"/>.</summary>
public sealed class ChangeClock
{
    public int Id { get; init; } = 1;
    public long Value { get; set; }
}
