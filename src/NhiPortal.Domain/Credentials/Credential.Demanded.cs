namespace NhiPortal.Domain.Credentials;

public sealed partial class Credential
{
    /// <summary>An owner who must be asked in time is told so many days before.</summary>
    private const int DemandLeadDays = 7, DemandGraceDays = 3;

    /// <summary>Renewed by then at the latest, whatever its schedule says: a review let it stay only so.</summary>
    public DateTimeOffset? DemandedBy { get; private set; }

    public DateTimeOffset? DemandedAt { get; private set; }

    /// <summary>Must be renewed by then; an earlier demand stays. False when nothing is to be renewed any more.</summary>
    public bool Demand(DateTimeOffset by, DateTimeOffset now)
    {
        if (!NeedsRotation)
            return false;
        if (IsDemanded && DemandedBy <= by)
            return true;
        (DemandedBy, DemandedAt, Version) = (by, now, Version + 1);
        ComeNearer();
        LookAnew();
        return true;
    }

    /// <summary>Asked for, and not shown to be renewed since: somebody's word that it was moves nothing.</summary>
    private bool IsDemanded => DemandedAt is { } at && RenewedAt <= at;

    private void ComeNearer()
    {
        if (!NeedsRotation || !IsDemanded || DemandedBy is not { } by || DueAt <= by)
            return;
        (ScheduledBy, ScheduledAt, DueAt) = ("An access review", by, by);
        (NoticeAt, GraceUntil) = (by.AddDays(-DemandLeadDays), by.AddDays(DemandGraceDays));
    }
}
