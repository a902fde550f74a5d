namespace NhiPortal.Domain.Reviews;

public sealed partial class ReviewItem
{
    /// <summary>Writes down what somebody would answer; it counts when they submit it.</summary>
    public Result<ReviewDecision> Draft(ReviewVoice voice, ReviewerFacts reviewer, ReasonRule rule, DateTimeOffset now)
    {
        if (!IsWaiting)
            return Decided;
        if (ReviewRules.WhyNot(reviewer, Alone) is { } barred)
            return barred;
        var right = voice.Checked(this, rule, now);
        if (!right.Succeeded)
            return right.Refusal;
        (Drafted, Version) = (right.Value.Answer, Version + 1);
        return ReviewDecision.Of(this, Answers + 1, right.Value, reviewer, now);
    }

    /// <summary>The answer counts. It ends the item, or leads to the next stage; the result says whether it is over.</summary>
    public Result<bool> Submit(ReviewDecision decision, ReviewerFacts reviewer, DateTimeOffset now)
    {
        if (!IsWaiting)
            return Decided;
        if (decision.Number != Answers + 1 || decision.Stage != Stage || decision.SubmittedAt is not null)
            return new Refusal("stale_draft", "Since you drafted this, somebody else has answered. Look again.");
        if (decision.PersonId != reviewer.Person)
            return new Refusal("not_your_draft", "Somebody else drafted this; answer it yourself.");
        // People change roles between a draft and its submission: what holds is what is true now.
        if (ReviewRules.WhyNot(reviewer, Alone) is { } barred)
            return barred;
        decision.Submit(reviewer, now);
        (Drafted, Answers, Version) = (null, Answers + 1, Version + 1);
        if (!decision.Answer.Decides())
            return false;
        if (!decision.Answer.IsFinal() && !IsLastStage)
        {
            (Stage, SeenIndependently) = (Stage + 1, SeenIndependently || ReviewRules.IsIndependent(reviewer));
            Narrow(decision);
            return false;
        }

        if (!decision.Answer.IsFinal())
            Narrow(decision);
        return End(Settled(decision.Answer), now);
    }

    // What an earlier stage narrowed stays narrowed, unless the last one takes it away.
    private void Narrow(ReviewDecision decision) =>
        (RotateBy, ReduceTo) = (Earlier(decision.RotateBy, RotateBy), decision.ReduceTo ?? ReduceTo);

    private ReviewOutcome Settled(ReviewAnswer last) => last.IsFinal()
        ? ReviewOutcome.Revoked
        : ReduceTo is not null ? ReviewOutcome.Reduced : RotateBy is not null ? ReviewOutcome.KeptAndRotated : last.Outcome();

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is { } a && other is { } b ? (a < b ? a : b) : one ?? other;
}
