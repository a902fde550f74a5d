namespace NhiPortal.Domain.Channels;

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    Waiting,
    Delivered,

    /// <summary>Tried as often as is sensible; a person may have it sent again.</summary>
    GivenUp,

    /// <summary>Its channel was turned off before it was sent.</summary>
    Dropped,
}

/// <summary>What came of one attempt.</summary>
/// <param name="Answer">The receiver's status code; null when there was no answer.</param>
/// <param name="Text">The beginning of what it answered.</param>
/// <param name="Fault">Why there was no answer, in a word of ours.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone.</param>
public sealed record DeliveryOutcome(int? Answer, string? Text, string? Fault, TimeSpan? RetryAfter = null)
{
    /// <summary>No receiver can put a message off for longer.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(12);

    /// <summary>It is on disk, where nobody answers.</summary>
    public bool Kept { get; init; }

    public bool Arrived => Kept || Answer is >= 200 and <= 299;
}

/// <summary>
/// One event for one channel, written in the transaction that recorded the event and sent afterwards under a lease. It is
/// delivered at least once, always under the event's own id, in no promised order.
/// </summary>
public sealed class Delivery
{
    public const int LongestText = 200;

    /// <summary>Longer than any attempt takes: whoever dies meanwhile leaves it to the next.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    private Delivery() { }

    public Guid Id { get; private set; }
    public WebhookEndpointId EndpointId { get; private set; }

    /// <summary>The recorded event; its text is made from the record when it is sent.</summary>
    public Guid EventId { get; private set; }

    public string Kind { get; private set; } = "";

    /// <summary>Of a stream: the first place of the log it tells of, and how many places; no event of its own then.</summary>
    public long? FirstLeaf { get; private set; }

    public int Leaves { get; private set; }
    public DeliveryState State { get; private set; }
    public DateTimeOffset WrittenAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset LeasedUntil { get; private set; }

    /// <summary>Attempts begun, of the present round.</summary>
    public int Tries { get; private set; }

    /// <summary>Attempts begun in all; its value names one attempt.</summary>
    public int Attempt { get; private set; }

    public DateTimeOffset? TriedAt { get; private set; }
    public int? Answer { get; private set; }
    public string? AnswerText { get; private set; }
    public string? Fault { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public int Version { get; private set; }

    public static Delivery Write(WebhookEndpointId endpoint, Guid happened, string kind, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        EndpointId = endpoint,
        EventId = happened,
        Kind = kind,
        WrittenAt = now,
        DueAt = now,
        LeasedUntil = DateTimeOffset.MinValue,
    };

    /// <summary>A run of the log for a stream. It has an id of its own, the same at each attempt.</summary>
    public static Delivery Run(WebhookEndpointId endpoint, long first, int leaves, DateTimeOffset now)
    {
        var run = Write(endpoint, Guid.CreateVersion7(now), ChannelEvents.Run, now);
        (run.FirstLeaf, run.Leaves) = (first, leaves);
        return run;
    }

    /// <summary>How long to wait after so many failed attempts; null when it is given up.</summary>
    public static TimeSpan? Pause(int tries) => tries < 1 ? TimeSpan.Zero : tries <= Pauses.Length ? Pauses[tries - 1] : null;

    /// <summary>For a while nobody else sends it.</summary>
    public void Take(DateTimeOffset now)
    {
        (LeasedUntil, TriedAt) = (now + Lease, now);
        Tries++;
        Attempt++;
        Version++;
    }

    /// <summary>Writes down what came of an attempt; what a late one says, whose lease another took over, counts only when it arrived.</summary>
    public void Answered(int attempt, DeliveryOutcome outcome, DateTimeOffset now)
    {
        if (State != DeliveryState.Waiting || (attempt != Attempt && !outcome.Arrived))
            return;
        (Answer, AnswerText, Fault, LeasedUntil) = (outcome.Answer, Text.Shortened(outcome.Text, LongestText), outcome.Fault, DateTimeOffset.MinValue);
        if (outcome.Arrived)
            End(DeliveryState.Delivered, now);
        else if (Pause(Tries) is { } pause)
            DueAt = now + Longer(pause, outcome.RetryAfter);
        else
            End(DeliveryState.GivenUp, now);
        Version++;
    }

    /// <summary>Its channel is off, so it is not sent.</summary>
    public void Drop(DateTimeOffset now)
    {
        End(DeliveryState.Dropped, now);
        Version++;
    }

    /// <summary>Sends it again from the beginning, under the same id.</summary>
    public Result<Done> Replay(DateTimeOffset now)
    {
        if (State == DeliveryState.Waiting)
            return new Refusal("still_waiting", "It is still to be sent; wait until it has arrived or is given up.");
        (State, Tries, DueAt, EndedAt) = (DeliveryState.Waiting, 0, now, null);
        Version++;
        return default(Done);
    }

    private static TimeSpan Longer(TimeSpan pause, TimeSpan? wished) =>
        wished is not { } wish || wish < pause ? pause : wish < DeliveryOutcome.LongestRetryAfter ? wish : DeliveryOutcome.LongestRetryAfter;

    private void End(DeliveryState how, DateTimeOffset now) => (State, EndedAt) = (how, now);
}
