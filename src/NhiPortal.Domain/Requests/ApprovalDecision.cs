using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Requests;

/// <summary>Yes or no; there is no third answer that lets anything through.</summary>
public enum Verdict
{
    Approve,
    Deny,
}

/// <summary>What an approver answers: for how long at the most, and why.</summary>
public sealed record Answer(Verdict Verdict, int? Minutes, string? Reason)
{
    /// <summary>What the target showed them before they answered; null where nothing reads it.</summary>
    public TargetSight? Saw { get; init; }

    public static Answer Approve(int minutes, string? reason = null) => new(Verdict.Approve, minutes, reason);

    public static Answer Deny(string reason) => new(Verdict.Deny, null, reason);
}

/// <summary>One person's decision on one stage, with the role they held at that moment.</summary>
public sealed class ApprovalDecision
{
    private ApprovalDecision() { }

    public RequestId RequestId { get; private set; }
    public PersonId PersonId { get; private set; }

    /// <summary>Whose role it was, where a stand-in decided.</summary>
    public PersonId? ForId { get; private set; }

    public int Stage { get; private set; }
    public OwnerRole Role { get; private set; }
    public Verdict Verdict { get; private set; }
    public int? Minutes { get; private set; }
    public string? Reason { get; private set; }
    public DateTimeOffset DecidedAt { get; private set; }

    /// <summary>Given alone, in an emergency, and for no stage: no stage counts it.</summary>
    public bool ByBreakGlass { get; private set; }

    /// <summary>What the target showed them before they answered, kept as it was.</summary>
    public TargetSight? Saw { get; private set; }

    /// <summary>The role as the record names it.</summary>
    public string RoleToken => ByBreakGlass ? OwnerRoles.BreakGlassToken : Role.Token();

    internal static ApprovalDecision ByBreakGlassOf(AccessRequest request, BreakGlassRight right, ApproverFacts person, BreakGlassOrder order, DateTimeOffset now) => new()
    {
        RequestId = request.Id,
        PersonId = person.Person,
        ForId = right.For,
        Role = OwnerRole.SystemOwner,
        Verdict = Verdict.Approve,
        Minutes = order.Minutes,
        Reason = order.Reason,
        DecidedAt = now,
        ByBreakGlass = true,
    };

    /// <summary>The same answer, kept with a request that a standing pre-approval answered.</summary>
    internal ApprovalDecision For(RequestId request) => new()
    {
        RequestId = request,
        PersonId = PersonId,
        ForId = ForId,
        Stage = Stage,
        Role = Role,
        Verdict = Verdict,
        Minutes = Minutes,
        Reason = Reason,
        DecidedAt = DecidedAt,
    };

    internal static ApprovalDecision Of(AccessRequest request, Turn turn, ApproverFacts approver, Answer answer, DateTimeOffset now) => new()
    {
        RequestId = request.Id,
        PersonId = approver.Person,
        ForId = turn.Lent?.Lender.Person,
        Stage = turn.Stage.Number,
        Role = turn.Stage.Role,
        Verdict = answer.Verdict,
        Minutes = answer.Minutes,
        Reason = answer.Reason,
        DecidedAt = now,
        Saw = answer.Saw,
    };
}
