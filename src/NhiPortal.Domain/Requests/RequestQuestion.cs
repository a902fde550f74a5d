namespace NhiPortal.Domain.Requests;

/// <summary>What an approver asked back, and the answer once there is one. Until then the time to decide stands still.</summary>
public sealed class RequestQuestion
{
    private RequestQuestion() { }

    public RequestId RequestId { get; private set; }
    public int Number { get; private set; }
    public PersonId AskedById { get; private set; }
    public string Words { get; private set; } = "";
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>When the request would have expired without the question.</summary>
    public DateTimeOffset ExpiryBefore { get; private set; }

    public string? Answer { get; private set; }

    /// <summary>Null where the workload answered for itself.</summary>
    public PersonId? AnsweredById { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    internal static RequestQuestion Of(AccessRequest request, PersonId by, string words, DateTimeOffset now) => new()
    {
        RequestId = request.Id,
        Number = request.Questions.Count + 1,
        AskedById = by,
        Words = words,
        AskedAt = now,
        ExpiryBefore = request.ExpiresAt,
    };

    /// <summary>The same question and answer, kept with the request that asks again.</summary>
    internal RequestQuestion For(RequestId request) => new()
    {
        RequestId = request,
        Number = Number,
        AskedById = AskedById,
        Words = Words,
        AskedAt = AskedAt,
        ExpiryBefore = ExpiryBefore,
        Answer = Answer,
        AnsweredById = AnsweredById,
        AnsweredAt = AnsweredAt,
    };

    internal void AnswerWith(string answer, PersonId? by, DateTimeOffset now) => (Answer, AnsweredById, AnsweredAt) = (answer, by, now);
}
