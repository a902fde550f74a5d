namespace NhiPortal.Domain.Policy;

/// <summary>The policy being written; there is one at a time. Only <see cref="Publish"/> makes a version of it.</summary>
public sealed class PolicyDraft : Draft
{
    /// <summary>The one row there can be.</summary>
    public const int TheOne = 1;

    private PolicyDraft() { }

    public int Id { get; private set; } = TheOne;
    public IReadOnlyList<ApprovalRule> Rules { get; private set; } = [];

    public static PolicyDraft Start(PolicyVersion inForce) => new() { BasedOn = inForce.Number, Rules = inForce.Rules };

    /// <summary>Keeps a new state of the rules; one that could not be published is not even kept.</summary>
    public Result<Done> Save(IReadOnlyList<ApprovalRule> rules, PersonId by, DateTimeOffset now)
    {
        if (ApprovalPolicy.Create(rules).Refusal is { } impossible)
            return impossible;
        var kept = Keep(by, now);
        if (kept.Succeeded)
            Rules = rules;
        return kept;
    }

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

    protected override string AsksForLess => "it asks for less than the policy in force";
}
