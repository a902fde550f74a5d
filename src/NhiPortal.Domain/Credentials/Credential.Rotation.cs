namespace NhiPortal.Domain.Credentials;

/// <summary>When a credential must be renewed, and by what.</summary>
/// <param name="By">The rule that says so; null where it is the credential's own schedule.</param>
public sealed record PlannedRotation(RotationSchedule Schedule, string? By, DateTimeOffset At);

public sealed partial class Credential
{
    /// <summary>The renewal its schedule counts from: the first entry, a closed rotation or its target says when. Nobody's word moves it later.</summary>
    public DateTimeOffset RenewedAt { get; private set; }

    /// <summary>What it signs in as there, where that is not its identity's own name.</summary>
    public string? Account { get; private set; }

    public bool NeedsRotation => Kind != CredentialKind.FederatedToken && Status == CredentialStatus.Active;

    /// <summary>Its own schedule, in place of what the rules say.</summary>
    public RotationSchedule? OwnSchedule { get; private set; }

    /// <summary>The rule its dates come from.</summary>
    public string? ScheduledBy { get; private set; }

    /// <summary>When its schedule wants it renewed.</summary>
    public DateTimeOffset? ScheduledAt { get; private set; }

    /// <summary>The same, or later where somebody put it off.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>From here on its owner is reminded.</summary>
    public DateTimeOffset? NoticeAt { get; private set; }

    /// <summary>From here on it counts as left unattended.</summary>
    public DateTimeOffset? GraceUntil { get; private set; }

    public DateTimeOffset? SnoozedUntil { get; private set; }

    /// <summary>How often it was put off since it was last renewed.</summary>
    public int Snoozes { get; private set; }

    /// <summary>The version of the rotation rules its dates were made by; zero before anybody made any, less where they must be made again.</summary>
    public int PlannedBy { get; private set; }

    /// <summary>Gives it a schedule of its own, or back to the rules with null.</summary>
    public Result<Done> Follow(RotationSchedule? own)
    {
        if (Ended is { } over)
            return over;
        if (Kind == CredentialKind.FederatedToken)
            return new Refusal("nothing_kept", "A federated identity keeps no secret; there is nothing to renew.");
        if (own == OwnSchedule)
            return new Refusal("unchanged", own is null ? "It follows the rules already." : "That is its schedule already.");
        OwnSchedule = own;
        Version++;
        return default(Done);
    }

    /// <summary>Sets its dates; null when nothing says when. What somebody put off stays put off.</summary>
    public void Plan(PlannedRotation? planned, int by)
    {
        PlannedBy = by;
        var before = (StartsItself, DueAt);
        Date(planned);
        ComeNearer();
        if (before != (StartsItself, DueAt))
            LookAnew();
    }

    private void Date(PlannedRotation? planned)
    {
        if (planned is null)
        {
            Unplan();
            return;
        }

        var due = SnoozedUntil is { } until && until > planned.At ? until : planned.At;
        (ScheduledBy, ScheduledAt, DueAt) = (planned.By, planned.At, due);
        (NoticeAt, GraceUntil) = (due.AddDays(-planned.Schedule.LeadDays), due.AddDays(planned.Schedule.GraceDays));
        (StartsItself, OverlapHours) = (planned.Schedule.StartsItself, planned.Schedule.OverlapHours);
    }

    /// <summary>Has its dates made again by whoever makes them for many.</summary>
    public void PlanAgain() => PlannedBy = PlannedBy == 0 ? 0 : -1;

    /// <summary>Puts its renewal off by some days, as often and as far as the rules allow; never past its own end, never into a freeze.</summary>
    public Result<Done> Snooze(int days, RotationPlan rules, DateTimeOffset now)
    {
        if (WhyNotSnooze(days, rules, now) is { } no)
            return no;
        var due = DueAt!.Value;
        var until = Later(due, days, now);
        Snoozes++;
        var by = until - due;
        (SnoozedUntil, DueAt, NoticeAt, GraceUntil) = (until, until, NoticeAt + by, GraceUntil + by);
        LookAnew();
        Version++;
        return default(Done);
    }

    /// <summary>The most days it can be put off now; null where nobody can.</summary>
    public int? LongestSnooze(RotationPlan rules, DateTimeOffset now) =>
        Enumerable.Range(1, rules.LongestSnoozeDays).Where(days => WhyNotSnooze(days, rules, now) is null).Select(days => (int?)days).LastOrDefault();

    private static DateTimeOffset Later(DateTimeOffset due, int days, DateTimeOffset now) => (due > now ? due : now).AddDays(days);

    private Refusal? WhyNotSnooze(int days, RotationPlan rules, DateTimeOffset now)
    {
        if (Ended is { } over)
            return over;
        if (DueAt is not { } due || ScheduledAt is not { } scheduled || now < NoticeAt)
            return new Refusal("not_due", "It is not due yet, so there is nothing to put off.");
        if (Snoozes >= rules.MostSnoozes)
            return new Refusal("snoozed_enough", rules.MostSnoozes == 0 ? "The rules allow nobody to put a rotation off." : $"It was put off {Snoozes} times already; the rules allow no more. Rotate it.");
        if (days < 1 || days > rules.LongestSnoozeDays)
            return new Refusal("snooze_days", $"Choose 1 to {rules.LongestSnoozeDays} days.");
        var until = Later(due, days, now);
        var limit = scheduled.AddDays(rules.MostSnoozes * rules.LongestSnoozeDays);
        if (until > limit)
            return new Refusal("snooze_limit", $"It should have been renewed long ago; the rules let nobody put it off beyond {limit.UtcDateTime:d MMM yyyy}. Rotate it.");
        if (IsDemanded && until > DemandedBy)
            return new Refusal("snooze_demanded", $"An access review let it stay only if it is renewed by {DemandedBy!.Value.UtcDateTime:d MMM yyyy}; nobody puts that off. Rotate it.");
        if (until >= ExpiresAt)
            return new Refusal("snooze_past_end", $"It ends on {ExpiresAt.UtcDateTime:d MMM yyyy} and would be dead by then.");
        return rules.Freezes.FirstOrDefault(freeze => freeze.Covers(until, TimeZoneInfo.Utc)) is { } frozen
            ? new Refusal("snooze_frozen", $"That day lies in the freeze “{frozen.Name}”. Choose fewer days.")
            : null;
    }

    /// <summary>Takes the place of one that was renewed. What is known of its use goes on: to renew a secret is not to use it.</summary>
    internal void Succeed(Credential before) => (LastUsedAt, LastUsedFrom) = (before.LastUsedAt, before.LastUsedFrom);

    /// <summary>It is one that ended not long ago, entered again: every clock goes on where it stood, and only a rotation or its target starts one anew.</summary>
    public void GoOn(Credential before)
    {
        (LastUsedAt, LastUsedFrom, Snoozes) = (before.LastUsedAt, before.LastUsedFrom, before.Snoozes);
        (DemandedBy, DemandedAt) = (before.DemandedBy, before.DemandedAt);
        CountFrom(before.RenewedAt);
    }

    /// <summary>What is described goes by the same name, lies in the same place, or is the same account on the same target.</summary>
    public bool IsSameAs(CredentialDescription said) =>
        string.Equals(Label, said.Label, StringComparison.OrdinalIgnoreCase) || string.Equals(KeptIn, said.KeptIn, StringComparison.OrdinalIgnoreCase)
        || (WorkloadId is not null && TargetId is not null && WorkloadId == said.Workload && TargetId == said.Target);

    private void CountFrom(DateTimeOffset said) => RenewedAt = said < RenewedAt ? said : RenewedAt;

    /// <summary>The account it opens its target as is another from now on.</summary>
    internal void SignsInAs(string? account) => Account = account;

    private void Unplan()
    {
        (ScheduledBy, ScheduledAt, DueAt, NoticeAt, GraceUntil, SnoozedUntil) = (null, null, null, null, null, null);
        (StartsItself, NotStarted) = (false, null);
    }
}
