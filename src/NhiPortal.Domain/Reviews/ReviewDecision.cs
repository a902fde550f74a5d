using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Reviews;

/// <summary>What somebody says about an item.</summary>
public sealed record ReviewVoice(ReviewAnswer Answer)
{
    public const int LongestRotateDays = 90, ShortestReason = 10;

    public string? Reason { get; init; }
    public DateOnly? RotateBy { get; init; }

    /// <summary>The narrower resource pattern it is reduced to.</summary>
    public string? ReduceTo { get; init; }

    /// <summary>Whose it is instead.</summary>
    public PersonId? To { get; init; }

    /// <summary>Whose stand-in answers.</summary>
    public PersonId? For { get; init; }

    /// <summary>From opening the item to the answer.</summary>
    public int Seconds { get; init; }

    /// <summary>Given for several at once.</summary>
    public bool Bulk { get; init; }

    /// <summary>Cleaned, or the first thing that is wrong with it.</summary>
    public Result<ReviewVoice> Checked(ReviewItem item, ReasonRule rule, DateTimeOffset now)
    {
        if (!Enum.IsDefined(Answer))
            return new Refusal("unknown_answer", "Choose an answer from the list.");
        var reason = SecretLooks.ReadOptional(Reason, "The reason", Text.Reason);
        if (!reason.Succeeded)
            return reason.Refusal;
        if (NeedsReason(item, rule) && (reason.Value?.Length ?? 0) < ShortestReason)
            return new Refusal("needs_reason", $"This answer needs a reason of at least {ShortestReason} characters.");
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (Answer == ReviewAnswer.KeepAndRotate && (RotateBy is not { } by || by <= today || by > today.AddDays(LongestRotateDays)))
            return new Refusal("rotate_by", $"Choose a day from tomorrow on, at most {LongestRotateDays} days ahead.");
        var pattern = Answer == ReviewAnswer.Reduce ? Narrower(item) : null;
        if (pattern is { Succeeded: false })
            return pattern.Refusal;
        if (Answer == ReviewAnswer.NotMine && To is null)
            return new Refusal("whose", "Say whose it is.");
        return this with
        {
            Reason = reason.Value,
            RotateBy = Answer == ReviewAnswer.KeepAndRotate ? RotateBy : null,
            ReduceTo = pattern?.Value,
            To = Answer == ReviewAnswer.NotMine ? To : null,
            Seconds = Math.Clamp(Seconds, 0, 86_400),
        };
    }

    /// <summary>Where the campaign's policy asks why.</summary>
    public bool NeedsReason(ReviewItem item, ReasonRule rule) => rule == ReasonRule.Always || Answer switch
    {
        ReviewAnswer.Keep => item.Recommended != Recommendation.Keep || item.Risk == RiskLevel.Critical,
        ReviewAnswer.KeepAndRotate => item.Recommended is Recommendation.Revoke or Recommendation.LookCloser,
        ReviewAnswer.Revoke => item.Recommended != Recommendation.Revoke,
        _ => true,
    };

    private Result<string> Narrower(ReviewItem item)
    {
        if (item.Kind != ReviewItemKind.Privilege)
            return new Refusal("reduce_key", "A key cannot be reduced; reduce the privilege it opens, or revoke the key.");
        var read = PrivilegePath.ReadPattern(ReduceTo);
        if (!read.Succeeded)
            return read;
        // An earlier stage's less is what a later one can only make less still.
        if (item.ReduceTo is { } earlier && !PrivilegePath.Matches(earlier, read.Value))
            return new Refusal("not_narrower", $"“{read.Value}” is more than “{earlier}”, to which an earlier stage reduced it.");
        return read.Value != item.Pattern && PrivilegePath.Matches(item.Pattern, read.Value)
            ? read
            : new Refusal("not_narrower", $"“{read.Value}” is not less than “{item.Pattern}”.");
    }
}

/// <summary>One answer of one person on one item. What is submitted never changes.</summary>
public sealed class ReviewDecision
{
    private ReviewDecision() { }

    public CampaignId CampaignId { get; private set; }
    public int ItemNumber { get; private set; }

    /// <summary>From 1, in the order of the item's answers.</summary>
    public int Number { get; private set; }

    public int Stage { get; private set; }
    public ReviewAnswer Answer { get; private set; }
    public PersonId PersonId { get; private set; }

    /// <summary>Whose stand-in answered.</summary>
    public PersonId? ForId { get; private set; }

    /// <summary>How the person was tied to what they reviewed, at that time.</summary>
    public ReviewTie Tie { get; private set; }

    /// <summary>The facts behind that, in words.</summary>
    public string? TieWords { get; private set; }

    public string? Reason { get; private set; }
    public DateOnly? RotateBy { get; private set; }
    public string? ReduceTo { get; private set; }
    public PersonId? ToId { get; private set; }
    public int Seconds { get; private set; }
    public bool Bulk { get; private set; }
    public DateTimeOffset DraftedAt { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }

    internal static ReviewDecision Of(ReviewItem item, int number, ReviewVoice voice, ReviewerFacts reviewer, DateTimeOffset now)
    {
        var decision = new ReviewDecision { CampaignId = item.CampaignId, ItemNumber = item.Number, Number = number, Stage = item.Stage, DraftedAt = now };
        decision.Say(voice, reviewer);
        return decision;
    }

    /// <summary>Drafted again before it was submitted: takes over what the newer draft says.</summary>
    public void Redraft(ReviewDecision newer)
    {
        if (SubmittedAt is not null)
            throw new InvalidOperationException("A submitted answer never changes.");
        (Stage, Answer, PersonId, ForId, Tie, TieWords) = (newer.Stage, newer.Answer, newer.PersonId, newer.ForId, newer.Tie, newer.TieWords);
        (Reason, RotateBy, ReduceTo, ToId, Seconds, Bulk, DraftedAt) =
            (newer.Reason, newer.RotateBy, newer.ReduceTo, newer.ToId, Math.Min(86_400, Seconds + newer.Seconds), newer.Bulk, newer.DraftedAt);
    }

    internal void Submit(ReviewerFacts reviewer, DateTimeOffset now)
    {
        SubmittedAt = now;
        Tied(reviewer);
    }

    private void Say(ReviewVoice voice, ReviewerFacts reviewer)
    {
        (Answer, PersonId, ForId, Reason) = (voice.Answer, reviewer.Person, voice.For, voice.Reason);
        (RotateBy, ReduceTo, ToId, Seconds, Bulk) = (voice.RotateBy, voice.ReduceTo, voice.To, voice.Seconds, voice.Bulk);
        Tied(reviewer);
    }

    private void Tied(ReviewerFacts reviewer) =>
        (Tie, TieWords) = (reviewer.Closest, Text.Shortened(string.Join(" ", reviewer.Ties.Select(tie => tie.Fact)), Text.Reason));
}
