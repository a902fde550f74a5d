namespace NhiPortal.Domain.Policy;

/// <summary>Where a draft stands.</summary>
public enum DraftState
{
    Edited,
    WaitingForSecondPerson,
}

/// <summary>The policy being written; there is one at a time. Only <see cref="Publish"/> makes a version of it.</summary>
public sealed class PolicyDraft
{
    /// <summary>The one row there can be.</summary>
    public const int TheOne = 1;

    private PolicyDraft() { }

    public int Id { get; private set; } = TheOne;
    public IReadOnlyList<ApprovalRule> Rules { get; private set; } = [];

    /// <summary>The version it was begun from.</summary>
    public int BasedOn { get; private set; }

    public DraftState State { get; private set; }
    public DateTimeOffset SavedAt { get; private set; }
    public PersonId SavedById { get; private set; }

    /// <summary>Everybody who ever saved it: none of them can be its second person.</summary>
    public IReadOnlyList<PersonId> Editors { get; private set; } = [];

    public PersonId? AskedById { get; private set; }
    public DateTimeOffset? AskedAt { get; private set; }
    public string? AskReason { get; private set; }
    public PersonId? DeclinedById { get; private set; }
    public DateTimeOffset? DeclinedAt { get; private set; }
    public string? DeclineReason { get; private set; }

    /// <summary>Another with every change, and never one that an earlier draft had: what somebody looked at is what they act on.</summary>
    public Guid Token { get; private set; }

    public static PolicyDraft Start(PolicyVersion inForce) => new() { BasedOn = inForce.Number, Rules = inForce.Rules };

    /// <summary>Keeps a new state of the rules; one that could not be published is not even kept.</summary>
    public Result<Done> Save(IReadOnlyList<ApprovalRule> rules, PersonId by, DateTimeOffset now)
    {
        if (State == DraftState.WaitingForSecondPerson)
            return new Refusal("draft_waiting", "This draft waits for a second person, who must find it as it was sent. Take it back first.");
        if (ApprovalPolicy.Create(rules).Refusal is { } impossible)
            return impossible;
        Rules = rules;
        SavedAt = now;
        SavedById = by;
        Editors = [.. Editors.Append(by).Distinct()];
        Token = Guid.CreateVersion7(now);
        return default(Done);
    }

    /// <summary>Sends a draft that asks for less to a second person.</summary>
    public Result<Done> Ask(PersonId by, string reason, DateTimeOffset now)
    {
        if (State == DraftState.WaitingForSecondPerson)
            return new Refusal("draft_waiting", "This draft waits for a second person already.");
        (State, AskedById, AskedAt, AskReason) = (DraftState.WaitingForSecondPerson, by, now, reason);
        (DeclinedById, DeclinedAt, DeclineReason) = (null, null, null);
        Token = Guid.CreateVersion7(now);
        return default(Done);
    }

    /// <summary>Back to its authors, by somebody who does not agree or by whoever asked.</summary>
    public Result<Done> Decline(PersonId by, string reason, DateTimeOffset now)
    {
        if (State != DraftState.WaitingForSecondPerson)
            return new Refusal("draft_not_waiting", "This draft does not wait for anybody.");
        (State, DeclinedById, DeclinedAt, DeclineReason) = (DraftState.Edited, by, now, reason);
        (AskedById, AskedAt, AskReason) = (null, null, null);
        Token = Guid.CreateVersion7(now);
        return default(Done);
    }

    /// <summary>Why this person cannot be the second one; null when they can.</summary>
    public Refusal? WhyNotSecond(PersonId person) =>
        Editors.Contains(person) ? new Refusal("second_person", "You wrote some of this draft. Somebody who did not must agree, because it asks for less than the policy in force.")
        : AskedById == person ? new Refusal("second_person", "You asked for this to be published. Somebody else must agree, because it asks for less than the policy in force.")
        : null;

    /// <summary>
    /// The only way to a new version. What asks for less in any case that could arise needs somebody to have asked and
    /// somebody else, who never edited it, to publish; what asks for no less, one person.
    /// </summary>
    public Result<PolicyVersion> Publish(PolicyVersion inForce, PersonId by, string? reason, DateTimeOffset now)
    {
        if (inForce.Number != BasedOn)
            return new Refusal("draft_outdated", $"Version {inForce.Number} was published since this draft was begun. Begin a new one.");
        if (ApprovalPolicy.Create(Rules) is not { Succeeded: true } policy)
            return ApprovalPolicy.Create(Rules).Refusal!;
        var difference = Difference(inForce);
        if (difference.Shifts.Count == 0 && Rules.Select(rule => rule.Name).SequenceEqual(inForce.Rules.Select(rule => rule.Name)))
            return new Refusal("nothing_changed", "Nothing would be decided differently than by the version in force.");
        if (!difference.IsWeaker)
            return PolicyVersion.Of(this, policy.Value, by, null, reason, now);
        if (State != DraftState.WaitingForSecondPerson || AskedById is not { } asked)
            return new Refusal("second_person_needed", "This draft asks for less than the policy in force, so one person alone cannot publish it.");
        return WhyNotSecond(by) is { } notYou ? notYou : PolicyVersion.Of(this, policy.Value, asked, by, AskReason, now);
    }

    /// <summary>A policy in force that could not be saved today lets nothing through, so anything asks for less than it.</summary>
    public PolicyDifference Difference(PolicyVersion inForce) =>
        PolicyDifference.Between(ApprovalPolicy.Create(inForce.Rules).Succeeded ? inForce.Rules : [], Rules);
}
