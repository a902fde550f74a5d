namespace NhiPortal.Domain.Reviews;

/// <summary>
/// One access review: what is looked at, by whom, until when, and what becomes of what nobody decides. It goes from draft to
/// signed off and never back, and nothing of it is deleted.
/// </summary>
public sealed partial class ReviewCampaign
{
    private ReviewCampaign() { }

    public CampaignId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Name { get; private set; } = "";
    public CampaignPlan Plan { get; private set; } = null!;
    public PersonId LeadId { get; private set; }

    /// <summary>Null where the recurrence made it.</summary>
    public PersonId? CreatedById { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
    public CampaignState State { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>The end of the last day on which decisions count.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>From then on undecided items are escalated.</summary>
    public DateTimeOffset? EscalateAt { get; private set; }

    public DateTimeOffset? ExtendedAt { get; private set; }
    public PersonId? ExtendedById { get; private set; }
    public string? ExtendReason { get; private set; }
    public DateTimeOffset? FirstDueAt { get; private set; }
    public int Items { get; private set; }

    /// <summary>Sources that had not answered lately when the facts were taken, in words.</summary>
    public IReadOnlyList<string> Stale { get; private set; } = [];

    /// <summary>The first campaign of a recurring one; its own id where it is that.</summary>
    public CampaignId SeriesId { get; private set; }

    /// <summary>1 for the first of its series.</summary>
    public int Turn { get; private set; }

    /// <summary>The day a recurring series counts from; the next turn is never counted from a late start.</summary>
    public DateOnly? Anchor { get; private set; }

    /// <summary>When the next of the series begins; null where there is none, or it has been made.</summary>
    public DateOnly? NextOn { get; private set; }

    /// <summary>Why a recurring campaign could not start on its day, for its lead.</summary>
    public string? Trouble { get; private set; }

    public int Version { get; private set; }

    public static Result<ReviewCampaign> Draft(TenantId tenant, CampaignPlan plan, PersonId by, DateTimeOffset now)
    {
        var right = plan.Checked();
        if (!right.Succeeded)
            return right.Refusal;
        var id = Domain.Id.New<CampaignId>(now);
        return Make(id, tenant, right.Value, id, 1, by, now);
    }

    public Result<Done> Change(CampaignPlan plan)
    {
        if (State != CampaignState.Draft)
            return new Refusal("not_draft", "It has started; what it asks cannot be changed any more.");
        var right = plan.Checked();
        if (!right.Succeeded)
            return right.Refusal;
        (Plan, Name, LeadId, Trouble, Version) = (right.Value, right.Value.Name, right.Value.Lead, null, Version + 1);
        return default(Done);
    }

    /// <summary>Begins with the items it has found, each of which has somebody who may decide on it.</summary>
    public Result<Done> Start(CampaignCount found, DateTimeOffset now)
    {
        if (State != CampaignState.Draft)
            return new Refusal("not_draft", "It has started already.");
        if (found.WithoutReviewer > 0)
            return new Refusal("without_reviewer", $"{found.WithoutReviewer} of {found.Items} items have nobody who may decide on them: {found.FirstWithout} Choose another fallback reviewer or another rule.");
        if (found.Items == 0)
            return new Refusal("nothing_in_scope", "Nothing is in its scope now, so there is nothing to ask. Widen the scope, or leave it.");
        (State, StartedAt, Items, Stale, Trouble) = (CampaignState.Running, now, found.Items, found.Stale, null);
        DueAt = BusinessDays.After(now, Plan.DueDays);
        EscalateAt = BusinessDays.Before(DueAt.Value, Plan.EscalateDays);
        if (Plan.Repeats != Recurrence.Once)
        {
            Anchor ??= DateOnly.FromDateTime(now.UtcDateTime);
            NextOn = Recurring.Day(Anchor.Value, Plan.Repeats, Turn);
        }

        Version++;
        return default(Done);
    }

    /// <summary>So many business days it can be given more: with its own, no more than any campaign may run.</summary>
    public int MostMoreDays => CampaignPlan.LongestDueDays - Plan.DueDays;

    /// <summary>Where its last day would end with so many business days more.</summary>
    public DateTimeOffset DueAfter(int businessDays, DateTimeOffset now) => BusinessDays.After(DueAt is { } due && due > now ? due.AddTicks(-1) : now, businessDays);

    /// <summary>Gives everybody more time, once, and says why.</summary>
    public Result<Done> Extend(int businessDays, string reason, PersonId by, DateTimeOffset now)
    {
        if (State != CampaignState.Running)
            return new Refusal("not_running", "Only a running campaign can be given more time.");
        if (ExtendedAt is not null)
            return new Refusal("extended", "It has been given more time once; that is all.");
        if (businessDays < 1 || businessDays > MostMoreDays)
            return new Refusal("due_days", $"A campaign runs for {CampaignPlan.LongestDueDays} business days at most, so more time is 1 to {MostMoreDays}.");
        (FirstDueAt, DueAt, ExtendedAt, ExtendedById, ExtendReason) = (DueAt, DueAfter(businessDays, now), now, by, reason);
        EscalateAt = BusinessDays.Before(DueAt.Value, Plan.EscalateDays);
        Version++;
        return default(Done);
    }

    /// <summary>Decisions count until the end of the last day, and never after.</summary>
    public bool IsOpen(DateTimeOffset now) => State == CampaignState.Running && now < DueAt;

    public PersonId Escalation => Plan.EscalateTo ?? Plan.Fallback;

    /// <summary>The next of its series: the same question, and nothing of the answers. Makes it once.</summary>
    public Result<ReviewCampaign> Again(DateTimeOffset now)
    {
        if (NextOn is not { } day || DateOnly.FromDateTime(now.UtcDateTime) < day)
            return new Refusal("not_due", "The next of this series is not due.");
        (NextOn, Version) = (null, Version + 1);
        var next = Make(Domain.Id.New<CampaignId>(now), TenantId, Plan, SeriesId, Turn + 1, null, now);
        next.Anchor = Anchor;
        return next;
    }

    /// <summary>The series ends with this one.</summary>
    public Result<Done> StopRepeating()
    {
        if (NextOn is null)
            return new Refusal("not_repeating", "No other campaign follows this one.");
        (NextOn, Version) = (null, Version + 1);
        return default(Done);
    }

    /// <summary>It could not start on its day; its lead is told why. True when that is news.</summary>
    public bool Stumble(string why)
    {
        if (Trouble == why)
            return false;
        (Trouble, Version) = (why, Version + 1);
        return true;
    }

    private static ReviewCampaign Make(CampaignId id, TenantId tenant, CampaignPlan plan, CampaignId series, int turn, PersonId? by, DateTimeOffset now) => new()
    {
        Id = id,
        TenantId = tenant,
        Name = plan.Name,
        Plan = plan,
        LeadId = plan.Lead,
        CreatedById = by,
        CreatedAt = now,
        SeriesId = series,
        Turn = turn,
    };
}

/// <summary>What a campaign would ask, counted before it starts.</summary>
public sealed record CampaignCount(int Items, int Reviewers, int WithoutReviewer, string? FirstWithout, IReadOnlyList<string> Stale);

/// <summary>On which day each turn of a series begins.</summary>
public static class Recurring
{
    /// <summary>Counted from the first day, so that no short month moves the later ones.</summary>
    public static DateOnly Day(DateOnly anchor, Recurrence repeats, int turns) => anchor.AddMonths(turns * repeats switch
    {
        Recurrence.Monthly => 1,
        Recurrence.Quarterly => 3,
        Recurrence.HalfYearly => 6,
        Recurrence.Yearly => 12,
        _ => throw new ArgumentOutOfRangeException(nameof(repeats)),
    });
}
