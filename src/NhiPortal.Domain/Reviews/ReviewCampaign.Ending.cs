namespace NhiPortal.Domain.Reviews;

public sealed partial class ReviewCampaign
{
    public const int ShortestSignOff = 10;

    /// <summary>When decisions were over.</summary>
    public DateTimeOffset? ClosingAt { get; private set; }

    /// <summary>Who ended it before its day; nobody where its day had come.</summary>
    public PersonId? EndedById { get; private set; }

    public string? EndReason { get; private set; }

    /// <summary>How carefully it was decided, judged once every item had its outcome.</summary>
    public ReviewQuality? Quality { get; private set; }

    /// <summary>Its quality says that it was rushed; a column of its own, so that many can be told apart at once.</summary>
    public bool Rushed { get; private set; }

    /// <summary>When everything that its decisions ask for had been written down to be carried out.</summary>
    public DateTimeOffset? OrderedAt { get; private set; }

    /// <summary>When all of it was shown to be done.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    public PersonId? SignedOffById { get; private set; }
    public DateTimeOffset? SignedOffAt { get; private set; }

    /// <summary>What the lead says of it; a rushed one needs it said why it is signed all the same.</summary>
    public string? SignOffWords { get; private set; }

    /// <summary>It is signed off and was not rushed: a control may rest on it.</summary>
    public bool CountsAsEvidence => State == CampaignState.SignedOff && Quality is not null && !Rushed;

    /// <summary>Decisions are over: its day has come, everything is decided, or somebody who may ends it and says why.</summary>
    /// <param name="waiting">Items that nobody has decided on.</param>
    /// <param name="by">Who ends it before its day; null where the clock does.</param>
    /// <param name="reason">Why before its day.</param>
    /// <param name="now">The moment.</param>
    public Result<Done> EndDecisions(int waiting, PersonId? by, string? reason, DateTimeOffset now)
    {
        if (State != CampaignState.Running)
            return new Refusal("not_running", "Only a running campaign can be closed.");
        if (now < DueAt && waiting > 0 && (by is null || string.IsNullOrWhiteSpace(reason)))
            return new Refusal("not_due", "Its last day is not over, and not everything is decided. Say why it ends now.");
        (State, ClosingAt, EndedById, EndReason, Version) = (CampaignState.Closing, now, now < DueAt ? by : null, now < DueAt ? reason : null, Version + 1);
        return default(Done);
    }

    /// <summary>Every item has its outcome; how they were decided is judged, once.</summary>
    public Result<Done> Judge(ReviewQuality quality)
    {
        if (State != CampaignState.Closing || Quality is not null)
            return new Refusal("not_closing", "Its quality is judged once, when decisions are over.");
        (Quality, Rushed, Version) = (quality, quality.IsRushed, Version + 1);
        return default(Done);
    }

    /// <summary>All that has to be carried out is written down.</summary>
    public void Ordered(DateTimeOffset now) => (OrderedAt, Version) = (OrderedAt ?? now, Version + 1);

    /// <summary>Everything is carried out and shown to be so.</summary>
    public Result<Done> Close(int open, DateTimeOffset now)
    {
        if (State != CampaignState.Closing || Quality is null || OrderedAt is null)
            return new Refusal("not_closing", "It closes after everything is decided, judged and carried out.");
        if (open > 0)
            return new Refusal("not_carried_out", $"{open} of what was decided is not shown to be done yet.");
        (State, ClosedAt, Version) = (CampaignState.Closed, now, Version + 1);
        return default(Done);
    }

    /// <summary>The lead answers for it with their name.</summary>
    public Result<Done> SignOff(PersonId by, string words, DateTimeOffset now)
    {
        if (State == CampaignState.SignedOff)
            return new Refusal("signed_off", "It is signed off already.");
        if (by != LeadId)
            return new Refusal("not_lead", "Only the campaign's lead signs it off.");
        if (State != CampaignState.Closed)
            return new Refusal("not_closed", "It can be signed off when everything that was decided is carried out and shown to be done.");
        (State, SignedOffById, SignedOffAt, SignOffWords, Version) = (CampaignState.SignedOff, by, now, words, Version + 1);
        return default(Done);
    }
}
