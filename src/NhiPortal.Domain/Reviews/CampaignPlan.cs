namespace NhiPortal.Domain.Reviews;

/// <summary>One round of a review: who is asked. Later stages see what earlier ones kept.</summary>
public sealed record ReviewStage(ReviewerRule By, PersonId? Named = null);

/// <summary>Everything that is decided about a campaign before it starts: the wizard's answers, and what a template fills in.</summary>
public sealed record CampaignPlan
{
    public const int LongestDueDays = 90, MostStages = 3;

    public required string Name { get; init; }
    public required ReviewScope Scope { get; init; }
    public required IReadOnlyList<ReviewStage> Stages { get; init; }

    /// <summary>Asked where a rule gives nobody who may decide, and where somebody cannot judge.</summary>
    public required PersonId Fallback { get; init; }

    /// <summary>Answers for the campaign and signs it off.</summary>
    public required PersonId Lead { get; init; }

    /// <summary>Business days from the start to the end.</summary>
    public required int DueDays { get; init; }

    /// <summary>So many business days before the end, undecided items are escalated, one by one.</summary>
    public int EscalateDays { get; init; } = 2;

    /// <summary>Who may decide then, too; the fallback reviewer where nobody is named.</summary>
    public PersonId? EscalateTo { get; init; }

    public UndecidedOutcome Undecided { get; init; } = UndecidedOutcome.Revoke;
    public ReasonRule Reasons { get; init; } = ReasonRule.WhereItMatters;
    public Recurrence Repeats { get; init; } = Recurrence.Once;

    /// <summary>Cleaned, or the first thing that is wrong with it.</summary>
    public Result<CampaignPlan> Checked()
    {
        var name = Text.Required(Name, "The name", Text.Name, 3);
        if ((name.Refusal ?? Scope.Fault) is { } refused)
            return refused;
        if (Stages.Count is < 1 or > MostStages)
            return new Refusal("stages", $"A campaign has 1 to {MostStages} stages.");
        if (Stages.Any(stage => !Enum.IsDefined(stage.By) || stage.By == ReviewerRule.Named != stage.Named is not null))
            return new Refusal("stage_person", "Name the reviewer of each stage, or choose a role.");
        if (Stages.Distinct().Count() != Stages.Count)
            return new Refusal("same_stage", "Two stages ask the same people; a second look needs somebody else.");
        if (DueDays is < 1 or > LongestDueDays)
            return new Refusal("due_days", $"A campaign runs for 1 to {LongestDueDays} business days.");
        if (EscalateDays < 0 || EscalateDays >= DueDays)
            return new Refusal("escalate_days", "Items are escalated after the start and before the end.");
        if (!Enum.IsDefined(Undecided) || !Enum.IsDefined(Reasons) || !Enum.IsDefined(Repeats))
            return new Refusal("unknown_choice", "Choose from the lists.");
        if (Undecided == UndecidedOutcome.Keep && Scope.IsAdministrative)
            return new Refusal("silence_keeps", "Silence never keeps administrative access: what nobody decides in this scope is revoked.");
        return this with { Name = name.Value };
    }
}
