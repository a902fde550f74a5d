namespace NhiPortal.Domain.Owners;

/// <summary>Why nobody answers for a control point.</summary>
public enum GapKind
{
    Vacant,
    OwnerInactive,
    ExternalContact,
    Stale,
    SamePersonInAllRoles,
}

/// <summary>A control point nobody answers for. It closes what depends on it, and nothing else.</summary>
public sealed record OwnershipGap(OwnerRole Role, string Thing, GapKind Kind)
{
    /// <summary>The stable reason given to callers, e.g. <c>ownership_gap:system_owner:orders-db</c>.</summary>
    public string Reason => $"ownership_gap:{Role.Token()}:{Thing}";

    public string Sentence => Kind switch
    {
        GapKind.Vacant => $"{Thing} has no accepted {Role.InSentence()}.",
        GapKind.OwnerInactive => $"The {Role.InSentence()} of {Thing} is no longer active.",
        GapKind.ExternalContact => $"The {Role.InSentence()} of {Thing} is a vendor's contact; an accountable owner must be one of your own people.",
        GapKind.Stale => $"The {Role.InSentence()} of {Thing} did not confirm the ownership in time.",
        GapKind.SamePersonInAllRoles => $"One person holds every owner role around {Thing}; nobody would check them.",
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The gap in one role, or null when somebody holds it now.</summary>
    public static OwnershipGap? In(OwnerRole role, string thing, OwnerFact? owner, DateTimeOffset now) => owner switch
    {
        null => new(role, thing, GapKind.Vacant),
        { PersonActive: false } => new(role, thing, GapKind.OwnerInactive),
        { External: true } => new(role, thing, GapKind.ExternalContact),
        { HoldsUntil: null } => new(role, thing, GapKind.Vacant),
        _ => owner.HoldsAt(now) ? null : new(role, thing, GapKind.Stale),
    };

    /// <summary>The first gap that closes this integration's way to this target; null when all three owners hold.</summary>
    public static OwnershipGap? OnTheWay(
        string integration, OwnerFact? business, OwnerFact? iam, string target, OwnerFact? system, DateTimeOffset now) =>
        In(OwnerRole.BusinessOwner, integration, business, now)
        ?? In(OwnerRole.IamOwner, integration, iam, now)
        ?? In(OwnerRole.SystemOwner, target, system, now)
        ?? (business!.Person == iam!.Person && iam.Person == system!.Person
            ? new OwnershipGap(OwnerRole.SystemOwner, target, GapKind.SamePersonInAllRoles)
            : null);
}
