namespace NhiPortal.Domain.Requests;

/// <content>Questions back to the requester, and how they hold the clock.</content>
public sealed partial class AccessRequest
{
    /// <summary>An unanswered question holds the clock no longer than this; then it runs again by itself.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);

    public const int MostQuestions = 3;

    public List<RequestQuestion> Questions { get; private set; } = [];

    /// <summary>The question that waits for its answer; one at a time.</summary>
    public RequestQuestion? OpenQuestion => Questions.Find(question => question.AnsweredAt is null);

    /// <summary>Asks back. What was left to decide is left again once it is answered.</summary>
    public Result<RequestQuestion> AskBack(ApproverFacts approver, string words, DateTimeOffset now)
    {
        var turn = TurnFor(approver, now);
        if (!turn.Succeeded)
            return turn.Refusal;
        if (OpenQuestion is not null)
            return new Refusal("question_open", "A question waits for its answer already.");
        if (Questions.Count >= MostQuestions)
            return new Refusal("too_many_questions", $"{MostQuestions} questions have been asked. Decide by what you know; a denial may say what is missing.");
        var question = RequestQuestion.Of(this, approver.Person, words, now);
        Questions.Add(question);
        ExpiresAt += LongestPause;
        Version++;
        return question;
    }

    /// <summary>Answers the open question, by a person or, with none named, by the workload itself; the clock goes on.</summary>
    public Result<RequestQuestion> AnswerQuestion(string answer, PersonId? by, DateTimeOffset now)
    {
        if (Status != RequestStatus.Pending || now >= ExpiresAt)
            return new Refusal("already_ended", "This request has ended; an answer would change nothing.");
        if (OpenQuestion is not { } question)
            return new Refusal("no_question", "Nobody has asked anything about this request.");
        question.AnswerWith(answer, by, now);
        var resumed = now + (question.ExpiryBefore - question.AskedAt);
        ExpiresAt = resumed < ExpiresAt ? resumed : ExpiresAt;
        Version++;
        return question;
    }
}
