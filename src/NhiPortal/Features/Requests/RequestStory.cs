using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.PreApprovals;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Requests;

/// <summary>One thing that happened to a request, or will.</summary>
public sealed record StoryStep(DateTimeOffset At, string Sentence, string? Actor, Tone Tone, string? Quote = null);

/// <summary>Tells a request from asking to its end, in the order of time.</summary>
public static class RequestStory
{
    public static IReadOnlyList<StoryStep> Of(RequestDetail detail, IReadOnlyList<RefusedTry> refused) =>
        [.. Steps(detail).Concat(refused.Select(attempt => new StoryStep(attempt.At, attempt.Words, attempt.Actor, Tone.Warn, attempt.Answer))).OrderBy(step => step.At)];

    private static IEnumerable<StoryStep> Steps(RequestDetail detail)
    {
        yield return new(
            detail.AskedAt, $"Asked {(detail.Terms is null ? "to" : "for a standing pre-approval to")} {detail.What.Wording.Act.Isolated()} on {detail.What.TargetKey} {(detail.Terms is { } terms ? PreApprovalWords.Of(terms, detail.RequestedMinutes) : $"for {RequestWords.Minutes(detail.RequestedMinutes)}")}",
            detail.By.RequestedBy?.Name ?? detail.By.Name, Tone.Info);
        if (detail.Came is { } came)
            yield return new(came.At, $"Came back to its owners, because this changed: {string.Join(", ", came.Changes.Select(change => change.Name.ToLowerInvariant()))}", null, Tone.Warn);
        if (detail.Under is { } under)
            yield return new(detail.AskedAt, $"Granted at once under the standing pre-approval “{under.Name}”", null, Tone.Ok);
        foreach (var decision in detail.Decisions)
        {
            var took = RequestWords.Took(decision.At - detail.AskedAt);
            yield return decision.Verdict == Verdict.Approve
                ? new(decision.At, $"Approved {decision.As}, for up to {RequestWords.Minutes(decision.Minutes ?? 0)}, {took}", decision.Person, decision.ByBreakGlass ? Tone.Bad : Tone.Ok, decision.Reason)
                : new(decision.At, $"Denied {decision.As}, {took}", decision.Person, Tone.Bad, decision.Reason);
        }

        foreach (var question in detail.Questions)
        {
            yield return new(question.AskedAt, "Asked back; the time to decide stood still", question.AskedBy, Tone.Info, question.Words);
            if (question is { AnsweredAt: { } answered, Answer: { } answer })
                yield return new(answered, "Answered", question.AnsweredBy, Tone.Info, answer);
        }

        foreach (var stage in detail.Stages)
        {
            foreach (var step in stage.Escalations)
                yield return new(step.At, $"Escalated to {step.To}: the {stage.Role.InSentence()} had not answered for {RequestWords.Minutes(step.WaitedMinutes)}", null, Tone.Warn);
            if (stage.NobodySince is { } since)
                yield return new(since, $"Nobody may answer as {stage.Role.InSentence()}; IAM staff are told", null, Tone.Bad);
        }

        if (detail.Grant is { } grant)
        {
            yield return new(grant.From, $"Grant began, for {RequestWords.Minutes((int)Math.Round((grant.Until - grant.From).TotalMinutes))}", null, Tone.Ok);
            if (grant.Use.Last is { } used)
                yield return new(used, grant.Use.Times == 1 ? "Used once" : $"Used {grant.Use.Of(null)}; this is the last", detail.By.Name, Tone.Info);
            yield return grant.Status switch
            {
                GrantStatus.Active => new(grant.Until, "Grant ends", null, Tone.Waiting),
                GrantStatus.Revoked => new(grant.EndedAt ?? grant.Until, "Grant revoked", grant.EndedBy, Tone.Bad, grant.EndReason),
                GrantStatus.Returned => new(grant.EndedAt ?? grant.Until, "Grant ended: what it was approved on changed", null, Tone.Warn, grant.EndReason),
                GrantStatus.UsedUp => new(grant.EndedAt ?? grant.Until, "Grant used up", null, Tone.Neutral),
                _ => new(grant.EndedAt ?? grant.Until, grant.Use.Times == 0 ? "Grant ended by time, never used" : "Grant ended by time", null, Tone.Neutral),
            };
        }

        if (detail.Status == RequestStatus.Pending)
            yield return new(detail.ExpiresAt, "Ends as denied if nobody decides", null, Tone.Waiting);
        else if (detail.Status == RequestStatus.Expired)
            yield return new(detail.EndedAt ?? detail.ExpiresAt, "Expired: nobody decided in time, so it is denied", null, Tone.Neutral);
        else if (detail.Status is RequestStatus.Cancelled or RequestStatus.Failed or RequestStatus.Returned)
            yield return new(detail.EndedAt ?? detail.AskedAt, detail.Status.Words(), null, detail.Status == RequestStatus.Cancelled ? Tone.Neutral : Tone.Warn, detail.EndReason);
    }
}
