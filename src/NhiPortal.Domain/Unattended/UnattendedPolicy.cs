namespace NhiPortal.Domain.Unattended;

/// <summary>What somebody wants a kind's policy to be.</summary>
public sealed record UnattendedOrder(bool On, DateOnly? ReportOnlyUntil, LadderPlan Plan);

/// <summary>An order that waits for a second person.</summary>
public sealed record UnattendedProposal(UnattendedOrder Order, PersonId By, DateTimeOffset At, string Reason);

/// <summary>
/// Whether one kind of unattended access is taken away, and by which ladder. It begins by reporting only; whatever weakens
/// it, or lets it take more at once, waits for a second person.
/// </summary>
public sealed class UnattendedPolicy
{
    public const int LongestReportDays = 180;

    /// <summary>How long one instance may sweep before another takes over.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Not swept for so long, people could not act either: they get a day before anything is taken.</summary>
    public static readonly TimeSpan Outage = TimeSpan.FromDays(2), Notice = TimeSpan.FromDays(1);

    private UnattendedPolicy() { }

    public UnattendedKind Kind { get; private set; }
    public bool On { get; private set; }
    public DateOnly? ReportOnlyUntil { get; private set; }
    public LadderPlan Plan { get; private set; } = null!;
    public PersonId? SetById { get; private set; }
    public PersonId? AgreedById { get; private set; }
    public DateTimeOffset? SetAt { get; private set; }
    public UnattendedProposal? Proposal { get; private set; }

    /// <summary>While an instance sweeps it.</summary>
    public DateTimeOffset LeasedUntil { get; private set; }

    public DateTimeOffset? SweptAt { get; private set; }

    /// <summary>Nothing is taken away before.</summary>
    public DateTimeOffset? StillUntil { get; private set; }

    public int Version { get; private set; }

    public static UnattendedPolicy Off(UnattendedKind kind) => new() { Kind = kind, Plan = LadderPlan.Default(kind), LeasedUntil = DateTimeOffset.MinValue };

    public UnattendedOrder Order => new(On, ReportOnlyUntil, Plan);

    public bool ReportsOnly(DateTimeOffset now) => ReportOnlyUntil is { } until && DateOnly.FromDateTime(now.UtcDateTime) <= until;

    /// <summary>Takes the order on; true when it is in force, false when it waits for somebody else.</summary>
    public Result<bool> Set(UnattendedOrder order, PersonId by, string reason, DateTimeOffset now)
    {
        if (order.Plan.WhyNot(Kind) is { } faulty)
            return faulty;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (order.On && !On && (order.ReportOnlyUntil is not { } until || until < today.AddDays(1) || until > today.AddDays(LongestReportDays)))
            return new Refusal("report_first", $"What is switched on reports only at first: choose a day from tomorrow on, at most {LongestReportDays} days ahead.");
        if (order.ReportOnlyUntil > today.AddDays(LongestReportDays))
            return new Refusal("report_too_long", $"It reports only for {LongestReportDays} days at most.");
        if (order == Order)
            return new Refusal("no_change", "That is how it is already.");
        if (NeedsSecond(order))
        {
            Proposal = new(order, by, now, reason);
            Version++;
            return false;
        }

        Take(order, by, null, now);
        return true;
    }

    /// <summary>Turning off, lengthening, another day until which it reports, a wider brake or a shorter way back.</summary>
    public bool NeedsSecond(UnattendedOrder order) => On && (!order.On || order.Plan.IsWeakerThan(Plan) || order.Plan.IsBolderThan(Plan) || order.ReportOnlyUntil != ReportOnlyUntil);

    public Result<UnattendedOrder> Answer(PersonId by, bool agrees, DateTimeOffset now)
    {
        if (Proposal is not { } proposal)
            return new Refusal("nothing_waits", "Nothing waits for a second person here any more.");
        if (agrees && proposal.By == by)
            return new Refusal("own_proposal", "You proposed this yourself. Somebody else must agree to it.");
        var order = proposal.Order;
        if (agrees)
            Take(order, proposal.By, by, now);
        Proposal = null;
        Version++;
        return order;
    }

    /// <summary>Whether this person had a hand in the policy, and so cannot let a stopped batch go.</summary>
    public bool WasSetBy(PersonId person) => SetById == person || AgreedById == person;

    private void Take(UnattendedOrder order, PersonId by, PersonId? second, DateTimeOffset now)
    {
        (On, ReportOnlyUntil, Plan) = (order.On, order.ReportOnlyUntil, order.Plan);
        (SetById, AgreedById, SetAt, Proposal, Version) = (by, second, now, null, Version + 1);
    }
}
