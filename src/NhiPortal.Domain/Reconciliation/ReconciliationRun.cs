namespace NhiPortal.Domain.Reconciliation;

/// <summary>What one reading of one target came to; never changed afterwards, so that the trend is what was seen.</summary>
public sealed record ReconciliationRun(TargetId TargetId, DateTimeOffset At, int Explained, int NeverApproved, int DoneOtherwise, int Unexplained, string? Fault)
{
    public static ReconciliationRun Of(TargetId target, IReadOnlyCollection<MatchedPrivilege> matched, DateTimeOffset now) => new(
        target, now, matched.Count(one => one.Class == PrivilegeClass.Explained), matched.Count(one => one.Class == PrivilegeClass.NeverApproved),
        matched.Count(one => one.Class == PrivilegeClass.DoneOtherwise), matched.Count(one => one.Class == PrivilegeClass.Unexplained), null);

    public static ReconciliationRun Blind(TargetId target, string fault, DateTimeOffset now) => new(target, now, 0, 0, 0, 0, Text.Shortened(fault, Text.Reason));
}
