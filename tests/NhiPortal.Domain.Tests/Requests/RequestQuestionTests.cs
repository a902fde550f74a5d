using FsCheck.Fluent;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Tests.Requests;

/// <summary>A question stops the clock, and nothing else: every request still ends, and whoever answers is a party to it.</summary>
public sealed class RequestQuestionTests
{
    private static readonly FsCheck.Gen<(AccessRequest Request, IReadOnlyList<(ApproverFacts Who, int Act, int Later)> Steps)> Stories =
        from request in World.Requests
        from steps in Gen.ListOf(
            from who in World.Approvers
            from act in Gen.Choose(0, 2)
            from later in Gen.Frequency((6, Gen.Choose(0, 40)), (1, Gen.Choose(1440, 1600)))
            select (who, act, later)).Resize(20)
        select (request, (IReadOnlyList<(ApproverFacts, int, int)>)[.. steps]);

    [Fact]
    public void Clock_OverRandomQuestionsAndAnswers_LosesNoTimeAndAlwaysEnds()
    {
        var answered = 0;
        World.Holds(Stories, story =>
        {
            var request = story.Request;
            var lifetime = request.ExpiresAt - request.AskedAt;
            var now = World.Now;
            foreach (var (who, act, later) in story.Steps)
            {
                now = now.AddMinutes(later);
                var left = request.ExpiresAt - now;
                var open = request.OpenQuestion;
                if (act == 0)
                {
                    if (request.AskBack(who, "why today?", now).Succeeded && (open is not null || request.ExpiresAt - now != left + AccessRequest.LongestPause))
                        return false;
                }
                else if (act == 1 && request.AnswerQuestion("because.", who.Person, now).Succeeded)
                {
                    answered++;
                    // No more than was left when the question came, and exactly that if the pause was not used up.
                    var kept = open!.ExpiryBefore - open.AskedAt;
                    if (request.ExpiresAt - now != (kept < left ? kept : left) || request.OpenQuestion is not null)
                        return false;
                }
                else if (act == 2 && request.Decide(who, Answer.Approve(1), now).Succeeded && request.Questions.Exists(question => question.AnsweredById == who.Person))
                {
                    return false;
                }
            }

            return request.Questions.Count <= AccessRequest.MostQuestions
                && request.ExpiresAt <= request.AskedAt + lifetime + (AccessRequest.MostQuestions * AccessRequest.LongestPause);
        });
        Assert.True(answered > 100, $"Only {answered} questions were answered; the property would prove little.");
    }

    [Fact]
    public void Ended_Request_TakesNoQuestionAndNoAnswer() => World.Holds(World.Requests, request =>
    {
        request.Cancel("not needed", World.Now);
        return request.AnswerQuestion("late", null, World.Now).Refusal?.Code == "already_ended";
    });
}
