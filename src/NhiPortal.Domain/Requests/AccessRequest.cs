using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Policy.Rules;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Requests;

/// <summary>Where a request stands. Silence ends in expired, which is a denial.</summary>
public enum RequestStatus
{
    Pending,
    Approved,
    Denied,
    Expired,
    Cancelled,

    /// <summary>It could not be asked any more as it was.</summary>
    Failed,

    /// <summary>What it rests on changed; another request asks the same again.</summary>
    Returned,
}

/// <summary>A workload, or a person for it, asks for one privileged action. It can end in one way only, and only once.</summary>
public sealed partial class AccessRequest
{
    /// <summary>Critical actions are decided by people who proved who they are within this time.</summary>
    public static readonly TimeSpan ProofLasts = TimeSpan.FromMinutes(15);

    private AccessRequest() { }

    public RequestId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public IntegrationId IntegrationId { get; private set; }
    public WorkloadId WorkloadId { get; private set; }
    public TargetId TargetId { get; private set; }
    public string ActionName { get; private set; } = "";
    public RiskLevel Risk { get; private set; }
    public string ResourceType { get; private set; } = "";
    public string ResourceId { get; private set; } = "";

    /// <summary>The declared parameters as canonical JSON.</summary>
    public string Parameters { get; private set; } = "{}";

    public string BindingHash { get; private set; } = "";

    /// <summary>The caller's words, shown as such.</summary>
    public string Justification { get; private set; } = "";

    public string? Ticket { get; private set; }
    public int RequestedMinutes { get; private set; }

    /// <summary>Set when a person asked on the workload's behalf.</summary>
    public PersonId? RequestedById { get; private set; }

    /// <summary>The person whose run the workload says it serves.</summary>
    public PersonId? StartedById { get; private set; }

    /// <summary>The caller's own name for its agent and session, for the record.</summary>
    public string? Session { get; private set; }

    /// <summary>The caller says it cannot wait: whoever decides sees it. It lets nothing through.</summary>
    public bool Emergency { get; private set; }

    /// <summary>The portal itself carries it out on the target, and takes it back when the grant ends.</summary>
    public bool Brokered { get; private set; }

    public int PolicyVersion { get; private set; }
    public string PolicyRule { get; private set; } = "";
    public int LongestMinutes { get; private set; }
    public int? UseLimit { get; private set; }
    public int? FirstUseMinutes { get; private set; }
    public int ControllerDays { get; private set; }
    public RequestStatus Status { get; private set; }
    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public string? EndReason { get; private set; }
    public List<RequestStage> Stages { get; private set; } = [];
    public List<ApprovalDecision> Decisions { get; private set; } = [];
    public int Version { get; private set; }

    /// <summary>The riskiest actions are confirmed by typing the target's name, so that no click approves them by accident.</summary>
    public bool NeedsTypedConfirmation => Risk == RiskLevel.Critical;

    /// <summary>Why a person must sign in again before they decide this; null when their proof is fresh enough, or need not be.</summary>
    public Refusal? WhyNotProved(DateTimeOffset? provedAt, DateTimeOffset now) => Risk == RiskLevel.Critical && !(now - provedAt < ProofLasts)
        ? new("sign_in_again", $"This action is critical: sign in again, then decide it within {ProofLasts.TotalMinutes:0} minutes.")
        : null;

    public static AccessRequest Ask(AskedFor ask, DateTimeOffset now)
    {
        var id = Domain.Id.New<RequestId>(now);
        return new AccessRequest
        {
            Id = id,
            TenantId = ask.Tenant,
            IntegrationId = ask.Integration,
            WorkloadId = ask.Workload,
            TargetId = ask.Target,
            ActionName = ask.Call.Action,
            Risk = ask.Risk,
            ResourceType = ask.Call.ResourceType,
            ResourceId = ask.Call.ResourceId,
            Parameters = ask.Parameters,
            BindingHash = ask.Binding,
            Terms = ask.Terms,
            Justification = ask.Justification,
            Ticket = ask.Ticket,
            RequestedMinutes = Math.Min(ask.Minutes, ask.Rule.LongestGrantMinutes),
            RequestedById = ask.RequestedBy,
            StartedById = ask.StartedBy,
            Session = ask.Session,
            Emergency = ask.Emergency,
            Brokered = ask.Brokered,
            PolicyVersion = ask.PolicyVersion,
            Basis = ask.Basis,
        }.Under(ask.Rule, now);
    }

    /// <summary>Keeps what the rule demands, so that a later policy cannot reach back.</summary>
    private AccessRequest Under(ApprovalRule rule, DateTimeOffset now)
    {
        PolicyRule = rule.Name;
        LongestMinutes = rule.LongestGrantMinutes;
        UseLimit = rule.UseLimit;
        FirstUseMinutes = rule.FirstUseMinutes;
        ControllerDays = rule.ControllerDays;
        // What is answered in advance is not carried out; each of its uses is.
        Brokered |= rule.AlwaysBrokered && Terms is null;
        (AskedAt, LookAt) = (now, now);
        ExpiresAt = now.AddMinutes(rule.RequestLifetimeMinutes) is var end && Terms?.Until < end ? Terms.Until : end;
        Stages = [.. rule.Stages.Select((stage, index) => new RequestStage(Id, index + 1, stage.Order, stage.Role, stage.Quorum))];
        return this;
    }

    /// <summary>The stages waiting for somebody now: all of the lowest order that is not complete.</summary>
    public IReadOnlyList<RequestStage> OpenStages()
    {
        var waiting = Stages.Where(stage => !IsComplete(stage)).ToList();
        return waiting.Count == 0 ? [] : [.. waiting.Where(stage => stage.Order == waiting.Min(other => other.Order)).OrderBy(stage => stage.Number)];
    }

    public bool IsComplete(RequestStage stage) =>
        Decisions.Where(decision => decision.Stage == stage.Number && decision.Verdict == Verdict.Approve)
            .Select(decision => decision.PersonId).Distinct().Count() >= stage.Quorum;

    /// <summary>
    /// What would stop this person from deciding now, or the stage they would fill, their own role's before a lent one. The screen asks the same question
    /// that <see cref="Decide"/> does, so a reason is shown before the click and holds at it.
    /// </summary>
    public Result<Turn> TurnFor(ApproverFacts approver, DateTimeOffset now)
    {
        if (WhyOver(now) is { } over)
            return over;
        if (SeparationRules.FirstBreach(this, approver) is { } breach)
            return breach;
        if (OpenStages().FirstOrDefault(stage => approver.RolesHeld.Contains(stage.Role)) is { } open)
            return new Turn(open, null);
        var lent = (from stage in OpenStages()
                    from role in approver.Lent
                    where role.Role == stage.Role
                    select (Turn: new Turn(stage, role), Barred: SeparationRules.FirstBreach(this, role.Lender))).ToList();
        if (lent.Find(chance => chance.Barred is null).Turn is { } turn)
            return turn;
        return lent.Count == 0
            ? new Refusal("not_your_stage", "Your role has already answered, or another role must answer first.")
            : new Refusal("lender_barred", $"You stand in for {lent[0].Turn.Lent!.LenderName}, who may not decide this: {lent[0].Turn.Lent!.LenderName} {SeparationRules.InShort(lent[0].Barred!.Code)}.");
    }

    private Refusal? WhyOver(DateTimeOffset now) => Status != RequestStatus.Pending
        ? new("already_ended", $"This request is already {Status.ToString().ToLowerInvariant()}{(EndReason is null ? "" : $": {EndReason}")}.")
        : now >= ExpiresAt ? new("request_expired", "This request has expired. The workload must ask again.") : null;

    /// <summary>The only place that may approve, but for break-glass: one person's answer, and with the last one needed, the grant.</summary>
    public Result<Grant?> Decide(ApproverFacts approver, Answer answer, DateTimeOffset now)
    {
        var turn = TurnFor(approver, now);
        if (!turn.Succeeded)
            return turn.Refusal;
        if (answer.Verdict == Verdict.Approve && (answer.Minutes < 1 || answer.Minutes > LongestMinutes))
            return new Refusal("grant_length", $"Choose between 1 and {LongestMinutes} minutes.");

        Decisions.Add(ApprovalDecision.Of(this, turn.Value, approver, answer, now));
        Version++;
        if (answer.Verdict == Verdict.Deny)
        {
            Finish(RequestStatus.Denied, answer.Reason, now);
            return Result.Ok<Grant?>(null);
        }

        if (Stages.Exists(other => !IsComplete(other)))
            return Result.Ok<Grant?>(null);
        Finish(RequestStatus.Approved, null, now);
        // Everyone's limit counts: the shortest time and the fewest uses anybody agreed to.
        var minutes = Decisions.Min(decision => decision.Minutes ?? RequestedMinutes);
        return Result.Ok(IsStanding ? null : Grant.MadeBy(this, TimeSpan.FromMinutes(Math.Min(minutes, LongestMinutes)), UseLimit, Basis, now));
    }
}
