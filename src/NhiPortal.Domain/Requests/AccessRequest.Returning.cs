using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Requests;

/// <content>
/// What becomes of it when what it rests on changes. A request is about one set of facts for ever: it ends, and exactly
/// the same is put to its owners again as another request, with what changed.
/// </content>
public sealed partial class AccessRequest
{
    /// <summary>What waited and comes back waits at least so long, or as long as its rule lets any request wait.</summary>
    public static readonly TimeSpan LeastAgain = TimeSpan.FromHours(1);

    /// <summary>What the answers rest on; before the first of them, what it was asked on.</summary>
    public Basis Basis { get; private set; } = new([]);

    /// <summary>The request this one came back from.</summary>
    public RequestId? FollowsId { get; private set; }

    /// <summary>What is different from the request it came back from.</summary>
    public IReadOnlyList<BasisChange> Changes { get; private set; } = [];

    /// <summary>What the target showed otherwise than to those who approved, when the portal came to carry it out.</summary>
    public IReadOnlyList<BasisChange> FoundOtherwise { get; private set; } = [];

    /// <summary>What changed since it was asked or first answered, so that it cannot be approved as it stands.</summary>
    public IReadOnlyList<BasisChange> ChangesTo(Basis today) => [.. Basis.ChangesTo(today, Decisions.Count > 0), .. FoundOtherwise];

    public void Find(IReadOnlyList<BasisChange> otherwise) => (FoundOtherwise, Version) = (otherwise, Version + 1);

    /// <summary>The first answer rests on who the owners are by then.</summary>
    public void RestOn(Basis today)
    {
        if (Decisions.Count == 0)
            Basis = today;
    }

    /// <summary>Puts exactly the same to its owners again, on today's facts: nobody's answer comes with it.</summary>
    public AccessRequest Again(Basis today, ApprovalRule rule, int policyVersion, RiskLevel risk, IReadOnlyList<BasisChange> changes, DateTimeOffset now)
    {
        // Silence ends in expired, however often facts change: what waited keeps its end, with a fair time to look at what is new.
        var waits = Status == RequestStatus.Pending ? (DateTimeOffset?)(ExpiresAt > now + LeastAgain ? ExpiresAt : now + LeastAgain) : null;
        if (Status == RequestStatus.Pending)
            Finish(RequestStatus.Returned, "What it rests on changed; it is decided again as another request.", now);
        var id = Domain.Id.New<RequestId>(now);
        var again = new AccessRequest
        {
            Id = id,
            TenantId = TenantId,
            IntegrationId = IntegrationId,
            WorkloadId = WorkloadId,
            TargetId = TargetId,
            ActionName = ActionName,
            Risk = risk,
            ResourceType = ResourceType,
            ResourceId = ResourceId,
            Parameters = Parameters,
            BindingHash = BindingHash,
            Terms = Terms,
            Justification = Justification,
            Ticket = Ticket,
            RequestedMinutes = Math.Min(RequestedMinutes, rule.LongestGrantMinutes),
            RequestedById = RequestedById,
            StartedById = StartedById,
            Session = Session,
            Emergency = Emergency,
            Brokered = Brokered,
            Basis = today,
            FollowsId = Id,
            Changes = changes,
            PolicyVersion = policyVersion,
            // Whoever answered for the requester stays barred, and what they said is still worth reading.
            Questions = [.. Questions.Where(question => question.AnsweredAt is not null).Select(question => question.For(id))],
        }.Under(rule, now);
        if (waits < again.ExpiresAt)
            again.ExpiresAt = waits.Value;
        return again;
    }

    /// <summary>The workload has meanwhile asked for the same by itself: that one shows what changed.</summary>
    public bool Follow(AccessRequest earlier, IReadOnlyList<BasisChange> changes)
    {
        if (FollowsId is not null || Status != RequestStatus.Pending || earlier.BindingHash != BindingHash)
            return false;
        (FollowsId, Changes) = (earlier.Id, changes);
        Version++;
        return true;
    }

    /// <summary>Ends a waiting request that could not be asked any more; false when it has ended already.</summary>
    public bool Fail(string reason, DateTimeOffset now)
    {
        if (Status != RequestStatus.Pending)
            return false;
        Finish(RequestStatus.Failed, Text.Kept(reason, Text.Reason), now);
        return true;
    }
}
