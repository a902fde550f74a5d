namespace NhiPortal.Domain.Requests;

/// <summary>
/// How long people waited: half of them, nine tenths, nineteen twentieths had their answer by then (nearest rank, so each
/// is a wait that really happened).
/// </summary>
public sealed record WaitingTimes(int Count, TimeSpan P50, TimeSpan P90, TimeSpan P95)
{
    public static WaitingTimes Of(IEnumerable<TimeSpan> waits)
    {
        var sorted = waits.Order().ToArray();
        TimeSpan Rank(int percent) => sorted.Length == 0 ? TimeSpan.Zero : sorted[((sorted.Length * percent) + 99) / 100 - 1];
        return new(sorted.Length, Rank(50), Rank(90), Rank(95));
    }

    /// <summary>What passed between asking and an answer, without the time that questions to the requester took.</summary>
    public static TimeSpan Between(DateTimeOffset asked, DateTimeOffset answered, IEnumerable<(DateTimeOffset Asked, DateTimeOffset? Answered)> questions)
    {
        var waited = answered - asked;
        foreach (var (from, until) in questions)
        {
            var end = until is { } known && known < answered ? known : answered;
            waited -= end > from ? end - from : TimeSpan.Zero;
        }

        return waited > TimeSpan.Zero ? waited : TimeSpan.Zero;
    }
}
