using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.PreApprovals;

/// <summary>Where a standing pre-approval stands.</summary>
public enum PreApprovalStatus
{
    Active,
    Expired,
    UsedUp,
    Revoked,

    /// <summary>What it was given on has changed, or nobody answers for it any more.</summary>
    Changed,
}

/// <summary>
/// People's answer given in advance: so many times, until a day, one identity gets exactly this action at once. It is made by
/// the request that people approved, carries that request's id, and never lives on: a new one is asked for and approved anew.
/// </summary>
public sealed class PreApproval
{
    private PreApproval() { }

    /// <summary>The request its people approved.</summary>
    public RequestId RequestId { get; private set; }

    public TenantId TenantId { get; private set; }
    public IntegrationId IntegrationId { get; private set; }
    public WorkloadId WorkloadId { get; private set; }
    public TargetId TargetId { get; private set; }
    public string Name { get; private set; } = "";
    public string ActionName { get; private set; } = "";
    public string ResourceType { get; private set; } = "";
    public string ResourcePattern { get; private set; } = "";

    /// <summary>The declared parameters as canonical JSON; every one of them exactly.</summary>
    public string Parameters { get; private set; } = "";

    /// <summary>Hash of the facts its approvals rest on.</summary>
    public string BasisHash { get; private set; } = "";

    /// <summary>The longest grant of each use.</summary>
    public int Minutes { get; private set; }

    public DateTimeOffset From { get; private set; }
    public DateTimeOffset Until { get; private set; }
    public int MostUses { get; private set; }
    public int MostPerDay { get; private set; }

    /// <summary>Counted in the transaction that makes the grant.</summary>
    public int Uses { get; private set; }

    public int UsesOnLastDay { get; private set; }
    public DateTimeOffset? LastUsedAt { get; private set; }
    public PreApprovalStatus Status { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public PersonId? EndedById { get; private set; }
    public string? EndReason { get; private set; }
    public int Version { get; private set; }

    public static PreApproval Of(AccessRequest request, DateTimeOffset now) => request is { Status: RequestStatus.Approved, Terms: { } terms } ? new()
    {
        RequestId = request.Id,
        TenantId = request.TenantId,
        IntegrationId = request.IntegrationId,
        WorkloadId = request.WorkloadId,
        TargetId = request.TargetId,
        Name = terms.Name,
        ActionName = request.ActionName,
        ResourceType = request.ResourceType,
        ResourcePattern = request.ResourceId,
        Parameters = request.Parameters,
        BasisHash = request.Basis.Hash,
        // The shortest time anybody agreed to counts.
        Minutes = Math.Min(request.LongestMinutes, request.Decisions.Min(decision => decision.Minutes ?? request.RequestedMinutes)),
        From = now,
        Until = terms.Until,
        MostUses = terms.Uses,
        MostPerDay = terms.PerDay,
    } : throw new InvalidOperationException("Only a request for a standing pre-approval that people approved makes one.");

    public bool LiveAt(DateTimeOffset now) => Status == PreApprovalStatus.Active && now >= From && now < Until;

    /// <summary>How often it has answered on the day of this moment, in UTC.</summary>
    public int UsesOnDayOf(DateTimeOffset now) => LastUsedAt is { } last && Day(last) == Day(now) ? UsesOnLastDay : 0;

    /// <summary>Whether it is about exactly what this request asks for.</summary>
    public bool Covers(AccessRequest ask) =>
        ask.WorkloadId == WorkloadId && ask.TargetId == TargetId && ask.ActionName == ActionName && ask.ResourceType == ResourceType
        && ask.Parameters == Parameters && PrivilegePath.Matches(ResourcePattern, ask.ResourceId);

    /// <summary>Why it answers nothing at this moment; null when it may.</summary>
    public Refusal? WhyNotNow(DateTimeOffset now) =>
        !LiveAt(now) ? new("standing_over", "It has ended.")
        : Uses >= MostUses ? new("standing_used_up", "It has been used as often as it allows.")
        : UsesOnDayOf(now) >= MostPerDay ? new("standing_day_used_up", $"It has been used {MostPerDay} times today, which is all it allows in a day.") : null;

    /// <summary>Counts one use; the last one allowed ends it.</summary>
    internal Result<Done> Use(DateTimeOffset now)
    {
        if (WhyNotNow(now) is { } no)
            return no;
        (Uses, UsesOnLastDay, LastUsedAt) = (Uses + 1, UsesOnDayOf(now) + 1, now);
        Version++;
        if (Uses == MostUses)
            Finish(PreApprovalStatus.UsedUp, null, "It was used as often as it allows.", now);
        return default(Done);
    }

    public Result<Done> Revoke(PersonId? by, string reason, DateTimeOffset now)
    {
        if (!LiveAt(now))
            return new Refusal("already_ended", "This pre-approval has already ended.");
        Finish(PreApprovalStatus.Revoked, by, reason, now);
        return default(Done);
    }

    /// <summary>Ends one that was given on other facts; false when it has ended already.</summary>
    public bool End(string reason, DateTimeOffset now)
    {
        if (!LiveAt(now))
            return false;
        Finish(PreApprovalStatus.Changed, null, Text.Kept(reason, Text.Reason), now);
        return true;
    }

    /// <summary>Ends one whose time is over; false when there is nothing to end.</summary>
    public bool Expire(DateTimeOffset now)
    {
        if (Status != PreApprovalStatus.Active || now < Until)
            return false;
        Finish(PreApprovalStatus.Expired, null, "Its time was over.", Until);
        return true;
    }

    private void Finish(PreApprovalStatus status, PersonId? by, string reason, DateTimeOffset at)
    {
        (Status, EndedById, EndReason, EndedAt) = (status, by, reason, at);
        Version++;
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
