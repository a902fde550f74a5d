namespace NhiPortal.Domain.Credentials;

/// <summary>Laxer rotation rules that one person wants and another must agree to; they follow one version and no other.</summary>
public sealed class RotationProposal
{
    private RotationProposal() { }

    /// <summary>The version they are to follow; one proposal waits for each.</summary>
    public int Follows { get; private set; }

    public IReadOnlyList<RotationRule> Rules { get; private set; } = [];
    public IReadOnlyList<FreezePeriod> Freezes { get; private set; } = [];
    public int MostSnoozes { get; private set; }
    public int LongestSnoozeDays { get; private set; }
    public PersonId ById { get; private set; }
    public DateTimeOffset At { get; private set; }
    public string Reason { get; private set; } = "";

    /// <summary>Why it needs a second person.</summary>
    public string Laxer { get; private set; } = "";

    /// <summary>A second person sees one state of it, and answers that one.</summary>
    public int Version { get; private set; }

    public RotationWishes Wishes => new(Rules, Freezes, MostSnoozes, LongestSnoozeDays);

    public static RotationProposal To(RotationPlan known) => new() { Follows = known.Number };

    /// <summary>Somebody wants this; whatever waited before is replaced.</summary>
    public void Want(RotationWishes wishes, string laxer, PersonId by, string reason, DateTimeOffset now)
    {
        (Rules, Freezes, MostSnoozes, LongestSnoozeDays) = (wishes.Rules, wishes.Freezes, wishes.MostSnoozes, wishes.LongestSnoozeDays);
        (ById, At, Reason, Laxer, Version) = (by, now, reason, Text.Kept(laxer, Text.Reason), Version + 1);
    }

    /// <summary>Why this person cannot put it in force; null when they can.</summary>
    public Refusal? WhyNotAgree(PersonId by, int seen) => Version != seen
        ? new("changed_meanwhile", "What is proposed was changed meanwhile. Look at it again before you answer.")
        : by == ById ? new("own_proposal", "You proposed this yourself. Somebody else must agree to it.") : null;
}
