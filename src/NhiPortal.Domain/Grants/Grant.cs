using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Grants;

/// <summary>Where a grant stands.</summary>
public enum GrantStatus
{
    Active,
    Expired,
    Revoked,
    UsedUp,

    /// <summary>What it was approved on has changed.</summary>
    Returned,
}

/// <summary>Time-boxed permission for exactly one action, made by approval and by nothing else.</summary>
public sealed class Grant
{
    private Grant() { }

    public GrantId Id { get; private set; }

    /// <summary>Unique: one request can make one grant, however many people approve at the same instant.</summary>
    public RequestId RequestId { get; private set; }

    public TenantId TenantId { get; private set; }
    public IntegrationId IntegrationId { get; private set; }
    public WorkloadId WorkloadId { get; private set; }
    public TargetId TargetId { get; private set; }
    public string ActionName { get; private set; } = "";
    public string ResourceType { get; private set; } = "";
    public string ResourceId { get; private set; } = "";
    public string BindingHash { get; private set; } = "";

    /// <summary>Hash of the facts the approvals rest on; null where one person let it through alone and no owner's answer rests on anything.</summary>
    public string? BasisHash { get; private set; }

    public DateTimeOffset From { get; private set; }
    public DateTimeOffset Until { get; private set; }
    public int? UseLimit { get; private set; }

    /// <summary>Not used by then, it ends: an approval is for now, not for some day.</summary>
    public DateTimeOffset? FirstUseBy { get; private set; }

    /// <summary>Counted in the same commit as the record of each use.</summary>
    public int Uses { get; private set; }

    public DateTimeOffset? LastUsedAt { get; private set; }
    public GrantStatus Status { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public PersonId? EndedById { get; private set; }
    public string? EndReason { get; private set; }

    /// <summary>It ended by a change, and its owners have not been asked again yet.</summary>
    public bool AsksAgain { get; private set; }

    public int Version { get; private set; }

    internal static Grant MadeBy(AccessRequest request, TimeSpan length, int? useLimit, Basis? basis, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<GrantId>(now),
        RequestId = request.Id,
        TenantId = request.TenantId,
        IntegrationId = request.IntegrationId,
        WorkloadId = request.WorkloadId,
        TargetId = request.TargetId,
        ActionName = request.ActionName,
        ResourceType = request.ResourceType,
        ResourceId = request.ResourceId,
        BindingHash = request.BindingHash,
        BasisHash = basis?.Hash,
        From = now,
        Until = now + length,
        UseLimit = useLimit,
        // What the portal carries out itself is in use from the beginning.
        FirstUseBy = request is { Brokered: false, FirstUseMinutes: { } soon } ? now.AddMinutes(soon) : null,
    };

    public bool LiveAt(DateTimeOffset now) => Status == GrantStatus.Active && now >= From && now < EndsAt;

    /// <summary>When it ends if nothing more happens: an unused one may end before its time.</summary>
    public DateTimeOffset EndsAt => Uses == 0 && FirstUseBy is { } soon && soon < Until ? soon : Until;

    /// <summary>Counts one use; the last one allowed ends the grant.</summary>
    public Result<Done> Use(DateTimeOffset now)
    {
        if (!LiveAt(now) || Uses >= UseLimit)
            return new Refusal("already_ended", "This grant has already ended.");
        Uses++;
        LastUsedAt = now;
        if (Uses == UseLimit)
            Finish(GrantStatus.UsedUp, null, "It was used as often as it allows.", now);
        return default(Done);
    }

    public Result<Done> Revoke(PersonId? by, string reason, DateTimeOffset now)
    {
        if (Status != GrantStatus.Active || now >= EndsAt)
            return new Refusal("already_ended", "This grant has already ended.");
        Finish(GrantStatus.Revoked, by, reason, now);
        return default(Done);
    }

    /// <summary>Lives again for the time it still has: what ended it was undone. False when that was something else, or its time is over.</summary>
    public bool Reinstate(string endedBy, DateTimeOffset now)
    {
        if (Status != GrantStatus.Revoked || EndReason != endedBy || now >= EndsAt)
            return false;
        (Status, EndedAt, EndReason, EndedById, Version) = (GrantStatus.Active, null, null, null, Version + 1);
        return true;
    }

    /// <summary>Ends a grant that was approved on other facts; false when it has ended already.</summary>
    public bool Return(string reason, DateTimeOffset now)
    {
        if (Status != GrantStatus.Active || now >= EndsAt)
            return false;
        Finish(GrantStatus.Returned, null, Text.Kept(reason, Text.Reason), now);
        AsksAgain = true;
        return true;
    }

    /// <summary>Its owners have been asked, or cannot be: it does not come back another time.</summary>
    public void Settle()
    {
        if (!AsksAgain)
            return;
        AsksAgain = false;
        Version++;
    }

    /// <summary>Ends a grant whose time is over; false when there is nothing to end.</summary>
    public bool Expire(DateTimeOffset now)
    {
        if (Status != GrantStatus.Active || now < EndsAt)
            return false;
        Finish(GrantStatus.Expired, null, EndsAt < Until ? "It was not used soon enough after its approval." : "Its time was over.", EndsAt);
        return true;
    }

    private void Finish(GrantStatus status, PersonId? by, string reason, DateTimeOffset at)
    {
        Status = status;
        EndedById = by;
        EndReason = reason;
        EndedAt = at;
        Version++;
    }
}
