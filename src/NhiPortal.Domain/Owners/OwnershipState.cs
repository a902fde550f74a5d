namespace NhiPortal.Domain.Owners;

/// <summary>Where one ownership stands at a moment; only accepted, due and overdue ones hold.</summary>
public enum OwnershipState
{
    Nominated,
    Accepted,
    Due,
    Overdue,
    Lapsed,
    Declined,
    Ended,
}

/// <summary>How an ownership came to its end.</summary>
public enum OwnershipEnd
{
    Declined,
    HandedOver,
    Ended,
}
