using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Policy.Rules;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.BreakGlass;

/// <summary>What a reviewer found out, and what was done about what was used.</summary>
public sealed record BreakGlassReview(string WhatHappened, string WhatChanged, bool Needed, string Evidence)
{
    /// <summary>What was rotated, or will be: whoever acted in haste may have seen or left a secret.</summary>
    public required string Rotated { get; init; }

    public required PersonId RotatedBy { get; init; }

    public required DateOnly RotatedOn { get; init; }
}

/// <summary>
/// One person let something through alone, in an emergency. It opens a debt: somebody independent reviews it within a day, and until
/// then only the duty chief may do it again on that target.
/// </summary>
public sealed class BreakGlassUse
{
    public static readonly TimeSpan ReviewWithin = TimeSpan.FromHours(24);

    /// <summary>What was used is rotated this many days after the review at the latest.</summary>
    public const int MostDaysToRotate = 7;

    private BreakGlassUse() { }

    public BreakGlassUseId Id { get; private set; }

    /// <summary>Unique: one request can be let through once.</summary>
    public RequestId RequestId { get; private set; }

    public GrantId GrantId { get; private set; }
    public TenantId TenantId { get; private set; }
    public IntegrationId IntegrationId { get; private set; }
    public TargetId TargetId { get; private set; }
    public PersonId PersonId { get; private set; }
    public BreakGlassStanding Standing { get; private set; }

    /// <summary>Whose deputy or stand-in acted.</summary>
    public PersonId? ForId { get; private set; }

    public string Reason { get; private set; } = "";

    /// <summary>Names of the separation rules that were set aside.</summary>
    public IReadOnlyList<string> SetAside { get; private set; } = [];

    public DateTimeOffset UsedAt { get; private set; }
    public DateTimeOffset Until { get; private set; }
    public DateTimeOffset ReviewDue { get; private set; }

    /// <summary>When it was written down that nobody reviewed it in time.</summary>
    public DateTimeOffset? OverdueAt { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }
    public PersonId? ReviewedById { get; private set; }
    public string? WhatHappened { get; private set; }
    public string? WhatChanged { get; private set; }
    public bool? Needed { get; private set; }
    public string? Evidence { get; private set; }
    public string? Rotated { get; private set; }
    public PersonId? RotatedById { get; private set; }
    public DateOnly? RotatedOn { get; private set; }
    public int Version { get; private set; }

    internal static BreakGlassUse Of(AccessRequest request, Grant grant, BreakGlassRight right, ApproverFacts person, IReadOnlyList<string> setAside, string reason, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<BreakGlassUseId>(now),
        RequestId = request.Id,
        GrantId = grant.Id,
        TenantId = request.TenantId,
        IntegrationId = request.IntegrationId,
        TargetId = request.TargetId,
        PersonId = person.Person,
        Standing = right.Standing,
        ForId = right.For,
        Reason = reason,
        SetAside = setAside,
        UsedAt = now,
        Until = grant.Until,
        ReviewDue = now + ReviewWithin,
    };

    public bool IsOverdue(DateTimeOffset now) => ReviewedAt is null && now >= ReviewDue;

    /// <summary>Why this person is not independent of what was done; null when they are.</summary>
    public Refusal? WhyNotIndependent(AccessRequest request, ApproverFacts reviewer)
    {
        if (reviewer.Is(PersonId))
            return new("own_break_glass", "You broke the glass yourself. Somebody else must review it.");
        if (reviewer.Is(ForId))
            return new("own_break_glass", "It was done in your place. Somebody else must review it.");
        if (reviewer.DeputyOf.Contains(PersonId) || (ForId is { } lender && reviewer.DeputyOf.Contains(lender)))
            return new("deputy_of_party", "You are the deputy of, or stand in for, whoever broke the glass or whose right was used. Somebody else must review it.");
        return SeparationRules.Breaches(request, reviewer).FirstOrDefault(breach => breach.Code != "role_not_held");
    }

    /// <summary>What it let through is part of what is reviewed, so it must be over; null when it is.</summary>
    public static Refusal? WhyNotYet(Grant grant, DateTimeOffset now) => grant.LiveAt(now)
        ? new("still_running", $"What was let through runs until {grant.Until:HH:mm} UTC. Revoke the grant, or review it when it is over.")
        : null;

    /// <summary>Closes the debt.</summary>
    public Result<Done> Review(AccessRequest request, Grant grant, ApproverFacts reviewer, BreakGlassReview given, DateTimeOffset now)
    {
        if (ReviewedAt is not null)
            return new Refusal("already_reviewed", "This break-glass has been reviewed already.");
        if (WhyNotIndependent(request, reviewer) is { } party)
            return party;
        if (WhyNotYet(grant, now) is { } early)
            return early;
        var (first, last) = (DateOnly.FromDateTime(UsedAt.UtcDateTime), DateOnly.FromDateTime(now.UtcDateTime).AddDays(MostDaysToRotate));
        if (given.RotatedOn < first || given.RotatedOn > last)
            return new Refusal("rotated_on", $"What was used is rotated between {first:yyyy-MM-dd}, when the glass was broken, and {last:yyyy-MM-dd}.");
        (WhatHappened, WhatChanged, Needed, Evidence) = (given.WhatHappened, given.WhatChanged, given.Needed, given.Evidence);
        (Rotated, RotatedById, RotatedOn) = (given.Rotated, given.RotatedBy, given.RotatedOn);
        (ReviewedAt, ReviewedById) = (now, reviewer.Person);
        Version++;
        return default(Done);
    }

    /// <summary>Notes that the review is overdue; true the first time, so that it is recorded once.</summary>
    public bool FindOverdue(DateTimeOffset now)
    {
        if (OverdueAt is not null || !IsOverdue(now))
            return false;
        OverdueAt = now;
        Version++;
        return true;
    }
}
