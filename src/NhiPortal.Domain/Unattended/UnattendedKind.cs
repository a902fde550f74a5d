namespace NhiPortal.Domain.Unattended;

/// <summary>In which way something can be left without anybody attending to it.</summary>
public enum UnattendedKind
{
    AttestationOverdue,
    RotationOverdue,

    /// <summary>Break-glass that nobody reviewed.</summary>
    ReviewOverdue,
    IdleGrant,
    IdleCredential,
    SilentIntegration,

    /// <summary>The owner is gone, and nobody accepted to take over.</summary>
    OwnerGone,

    /// <summary>An access review ended, and nobody had decided whether it stays.</summary>
    ReviewItem,
}

/// <summary>What is known of whether somebody attends. Not to know is never the same as nobody.</summary>
public enum Attendance
{
    Attended,
    Unattended,
    Unknown,

    /// <summary>Somebody is at it right now: for a bounded time nothing begins and nothing goes on.</summary>
    Held,
}

/// <summary>What holds for every kind.</summary>
public static class UnattendedKinds
{
    /// <summary>One single thing, which cannot be suspended before it is taken away.</summary>
    public static bool IsSingle(this UnattendedKind kind) => kind is UnattendedKind.IdleGrant or UnattendedKind.IdleCredential or UnattendedKind.ReviewItem;

    /// <summary>Nobody uses it: an owner may say that it is still needed. Whatever is overdue can only be done.</summary>
    public static bool IsIdle(this UnattendedKind kind) => kind is UnattendedKind.IdleGrant or UnattendedKind.IdleCredential or UnattendedKind.SilentIntegration;
}
