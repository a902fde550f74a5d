using System.Linq.Expressions;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Delegations;

/// <summary>Where a delegation stands at a moment.</summary>
public enum DelegationState
{
    Offered,
    Planned,
    Active,
    Declined,
    Ended,
    Over,
}

/// <summary>What is lent, to whom and for how long. Without a role, every role the lender holds; with a request, that one alone.</summary>
public sealed record DelegationOffer(TenantId Tenant, PersonId Lender, PersonId StandIn, DateTimeOffset From, DateTimeOffset Until, string Reason)
{
    public OwnerRole? Role { get; init; }
    public RequestId? Request { get; init; }
}

/// <summary>
/// An owner lends a role for a period. It moves the role and never widens it: only what the lender holds at the moment
/// counts, it cannot be lent on, and the stand-in must have accepted.
/// </summary>
public sealed class Delegation
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    private Delegation() { }

    public DelegationId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public PersonId LenderId { get; private set; }
    public PersonId StandInId { get; private set; }
    public OwnerRole? Role { get; private set; }
    public RequestId? RequestId { get; private set; }
    public DateTimeOffset From { get; private set; }
    public DateTimeOffset Until { get; private set; }
    public string Reason { get; private set; } = "";
    public DateTimeOffset OfferedAt { get; private set; }
    public DateTimeOffset? AcceptedAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public int Version { get; private set; }

    public static Result<Delegation> Offer(DelegationOffer offer, DateTimeOffset now)
    {
        if (offer.Lender == offer.StandIn)
            return new Refusal("own_stand_in", "Nobody can stand in for themselves.");
        var from = offer.From < now ? now : offer.From;
        if (offer.Until <= from)
            return new Refusal("ends_before_it_begins", "It must end after it begins.");
        if (offer.Until - from > Longest)
            return new Refusal("too_long", $"A role is lent for at most {Longest.TotalDays:0} days. Hand the ownership over for longer.");
        return new Delegation
        {
            Id = Domain.Id.New<DelegationId>(now),
            TenantId = offer.Tenant,
            LenderId = offer.Lender,
            StandInId = offer.StandIn,
            Role = offer.Role,
            RequestId = offer.Request,
            From = from,
            Until = offer.Until,
            Reason = offer.Reason,
            OfferedAt = now,
        };
    }

    /// <summary>Those that lend something at this moment: the one rule that every reading of stand-ins goes by.</summary>
    public static Expression<Func<Delegation, bool>> LendsAt(DateTimeOffset now) =>
        delegation => delegation.AcceptedAt != null && delegation.ClosedAt == null && delegation.From <= now && delegation.Until > now;

    public DelegationState State(DateTimeOffset now) => this switch
    {
        { ClosedAt: not null } => now >= Until ? DelegationState.Over : AcceptedAt is null ? DelegationState.Declined : DelegationState.Ended,
        _ when now >= Until => DelegationState.Over,
        { AcceptedAt: null } => DelegationState.Offered,
        _ => now < From ? DelegationState.Planned : DelegationState.Active,
    };

    public Result<Done> Accept(DateTimeOffset now)
    {
        if (State(now) != DelegationState.Offered)
            return new Refusal("not_offered", "This offer is no longer open.");
        AcceptedAt = now;
        Version++;
        return default(Done);
    }

    /// <summary>The request that was handed over came back as another: that one is handed over.</summary>
    public void Follow(RequestId again)
    {
        RequestId = again;
        Version++;
    }

    /// <summary>Declined by the stand-in, taken back by the lender, or over; what was decided meanwhile stays decided.</summary>
    public Result<Done> Close(DateTimeOffset now)
    {
        if (ClosedAt is not null)
            return new Refusal("already_ended", "It has ended already.");
        ClosedAt = now;
        Version++;
        return default(Done);
    }
}
