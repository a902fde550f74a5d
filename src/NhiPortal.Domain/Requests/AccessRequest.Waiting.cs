using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy.Rules;

namespace NhiPortal.Domain.Requests;

/// <content>What becomes known while it waits: that nobody answers, or that nobody could. Nothing here decides, or gives time.</content>
public sealed partial class AccessRequest
{
    private static readonly TimeSpan SoonestLook = TimeSpan.FromMinutes(1), RarestLook = TimeSpan.FromMinutes(15);

    /// <summary>When it is next looked at whether somebody may answer it, and whether anybody must be told.</summary>
    public DateTimeOffset LookAt { get; private set; }

    public List<RequestEscalation> Escalations { get; private set; } = [];

    /// <summary>The roles it still needs in which nobody may answer, as last looked.</summary>
    public IReadOnlyList<OwnerRole> Unanswerable { get; private set; } = [];

    public DateTimeOffset? UnanswerableSince { get; private set; }

    /// <summary>Whether this person could answer the stage when its turn comes, in a role of their own or a lent one.</summary>
    public bool CouldFill(RequestStage stage, ApproverFacts approver) =>
        (approver.RolesHeld.Contains(stage.Role) || approver.Lent.Any(lent => lent.Role == stage.Role && SeparationRules.FirstBreach(this, lent.Lender) is null))
        && SeparationRules.FirstBreach(this, approver) is null;

    /// <summary>Notes which stages nobody may answer of everybody who could come into question; false when that is known.</summary>
    public bool NoteUnanswerable(IReadOnlyCollection<ApproverFacts> people, DateTimeOffset now)
    {
        if (Status != RequestStatus.Pending || now >= ExpiresAt)
            return false;
        IReadOnlyList<OwnerRole> roles = [.. Stages.Where(stage => !IsComplete(stage) && !people.Any(person => CouldFill(stage, person))).Select(stage => stage.Role).Distinct().Order()];
        if (roles.SequenceEqual(Unanswerable))
            return false;
        (Unanswerable, UnanswerableSince) = (roles, roles.Count == 0 ? null : UnanswerableSince ?? now);
        Version++;
        return true;
    }

    /// <summary>Takes the steps that are due for the stages whose turn it is; none while a question waits, and none after its end.</summary>
    /// <param name="timer">What the rule it was asked under says.</param>
    /// <param name="people">Who there is to tell about a stage.</param>
    /// <param name="now">The moment looked.</param>
    public IReadOnlyList<RequestEscalation> Escalate(EscalationTimer timer, Func<RequestStage, IReadOnlyList<EscalatedTo>> people, DateTimeOffset now)
    {
        if (Status != RequestStatus.Pending || now >= ExpiresAt || OpenQuestion is not null)
            return [];
        List<RequestEscalation> taken = [];
        foreach (var stage in OpenStages())
        {
            var (waited, to) = (Waited(stage, timer, now), people(stage));
            var before = Escalations.Where(escalation => escalation.Stage == stage.Number).Select(escalation => escalation.Step).ToHashSet();
            taken.AddRange(EscalationLadder.Due(waited, timer.After, before, [.. to.Select(person => person.Step)])
                .Select(step => RequestEscalation.Of(stage, step, waited, [.. to.Where(person => person.Step == step).DistinctBy(person => person.Person)], now)));
        }

        Escalations.AddRange(taken);
        Version += taken.Count == 0 ? 0 : 1;
        return taken;
    }

    /// <summary>When it is worth looking at again if nothing changes: its next step, and now and then for what the clock alone brings.</summary>
    public DateTimeOffset NextLook(EscalationTimer? timer, DateTimeOffset now)
    {
        var rest = timer is null || OpenQuestion is not null ? RarestLook : OpenStages()
            .Select(stage => (Stage: stage, Steps: Escalations.Where(escalation => escalation.Stage == stage.Number).Select(escalation => escalation.Step).ToList()))
            .Where(stage => !stage.Steps.Contains(EscalationStep.IamStaff))
            .Select(stage => (timer.After * (stage.Steps.Count + 1)) - Waited(stage.Stage, timer, now)).Append(RarestLook).Min();
        return now + (rest > SoonestLook ? rest : SoonestLook);
    }

    /// <summary>How long the stage's turn has lasted, without the time that questions to the requester took.</summary>
    private TimeSpan Waited(RequestStage stage, EscalationTimer timer, DateTimeOffset now)
    {
        var earlier = Stages.Where(other => other.Order < stage.Order).Select(other => other.Number).ToHashSet();
        var from = Decisions.Where(decision => earlier.Contains(decision.Stage)).Select(decision => decision.DecidedAt).Append(AskedAt).Max();
        var waited = TimeSpan.Zero;
        foreach (var question in Questions.Where(question => question.AnsweredAt > from).OrderBy(question => question.AskedAt))
        {
            waited += timer.Counted(from, question.AskedAt);
            from = question.AnsweredAt!.Value;
        }

        return waited + timer.Counted(from, now);
    }
}
