using NhiPortal.Domain.Policy;

namespace NhiPortal.Domain.Requests;

/// <summary>After how long a stage is escalated, and which hours count towards it.</summary>
public sealed record EscalationTimer(TimeSpan After, ChangeWindow? Hours)
{
    public static EscalationTimer? Of(ApprovalRule? rule) =>
        rule?.EscalateAfterMinutes is { } minutes ? new(TimeSpan.FromMinutes(minutes), rule.EscalationHours) : null;

    public TimeSpan Counted(DateTimeOffset from, DateTimeOffset until) => Hours?.Between(from, until) ?? (until > from ? until - from : TimeSpan.Zero);
}

/// <summary>
/// Which steps are due. The first comes after the time set, each further one after as long again. Nobody waits for somebody
/// who does not exist: a step without people is left out. Looking late or often makes no difference to what comes in which order.
/// </summary>
public static class EscalationLadder
{
    /// <param name="waited">How long the stage has waited.</param>
    /// <param name="after">The time between two steps.</param>
    /// <param name="taken">The steps taken already.</param>
    /// <param name="reachable">The steps that have somebody to tell; the last one counts in any case.</param>
    public static IReadOnlyList<EscalationStep> Due(TimeSpan waited, TimeSpan after, IReadOnlyCollection<EscalationStep> taken, IReadOnlyCollection<EscalationStep> reachable)
    {
        var passed = taken.Count == 0 ? -1 : (int)taken.Max();
        return [.. Enum.GetValues<EscalationStep>()
            .Where(step => (int)step > passed && (reachable.Contains(step) || step == EscalationStep.IamStaff))
            .TakeWhile((_, ahead) => waited >= after * (taken.Count + ahead + 1))];
    }
}
