using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Credentials;

/// <summary>What somebody wants the rotation rules to be.</summary>
public sealed record RotationWishes(IReadOnlyList<RotationRule> Rules, IReadOnlyList<FreezePeriod> Freezes, int MostSnoozes, int LongestSnoozeDays);

/// <summary>One version of the rotation rules: in order, the first that fits decides; with the freezes and how far a rotation may be put off. Never changed, only followed by the next.</summary>
public sealed class RotationPlan
{
    public const int MostRules = 50, MostFreezes = 50, HighestSnoozes = 5, HighestSnoozeDays = 30;

    private RotationPlan() { }

    public int Number { get; private set; }
    public IReadOnlyList<RotationRule> Rules { get; private set; } = [];
    public IReadOnlyList<FreezePeriod> Freezes { get; private set; } = [];
    public int MostSnoozes { get; private set; }
    public int LongestSnoozeDays { get; private set; }
    public PersonId? SavedById { get; private set; }
    public DateTimeOffset SavedAt { get; private set; }
    public string? Reason { get; private set; }

    /// <summary>What holds until somebody writes rules: agents and vendors renew every month, all others every quarter.</summary>
    public static RotationPlan BuiltIn { get; } = new()
    {
        Number = 1,
        Rules =
        [
            new("Agents and vendors every 30 days", new() { EveryDays = 30 }) { Integrations = [IntegrationKind.InternalAgent, IntegrationKind.VendorOperated] },
            new("Everything else every 90 days", new() { EveryDays = 90, LeadDays = 30 }),
        ],
        MostSnoozes = 2,
        LongestSnoozeDays = 7,
        SavedAt = DateTimeOffset.UnixEpoch,
    };

    public RotationWishes Wishes => new(Rules, Freezes, MostSnoozes, LongestSnoozeDays);

    /// <summary>The version after this one, or what is impossible about it.</summary>
    public Result<RotationPlan> Next(RotationWishes wishes, CronTimes cron, PersonId? by, string reason, DateTimeOffset now)
    {
        if (Check(wishes, cron, now) is { } refused)
            return refused;
        return new RotationPlan
        {
            Number = Number + 1,
            Rules = wishes.Rules,
            Freezes = wishes.Freezes,
            MostSnoozes = wishes.MostSnoozes,
            LongestSnoozeDays = wishes.LongestSnoozeDays,
            SavedById = by,
            SavedAt = now,
            Reason = reason,
        };
    }

    public static Refusal? Check(RotationWishes wishes, CronTimes cron, DateTimeOffset now)
    {
        if (wishes.Rules.Count is 0 or > MostRules)
            return new("rules", wishes.Rules.Count == 0 ? "Without a rule nothing would ever be due. Keep at least one." : $"At most {MostRules} rules are kept.");
        if (wishes.Rules.FirstOrDefault(rule => rule.Name.Trim().Length is 0 or > Text.Name) is not null)
            return new("rule_name", "Each rule needs a name of at most 200 characters.");
        if (wishes.Rules.GroupBy(rule => rule.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return new("rule_name", $"Two rules are called “{twice.Key}”.");
        if (wishes.Freezes.Count > MostFreezes)
            return new("freezes", $"At most {MostFreezes} freezes are kept.");
        if (wishes.Freezes.Select(freeze => freeze.Fault).FirstOrDefault(fault => fault is not null) is { } frozen)
            return new("freeze", frozen);
        if (wishes.MostSnoozes is < 0 or > HighestSnoozes || wishes.LongestSnoozeDays is < 1 or > HighestSnoozeDays)
            return new("snoozes", $"A rotation may be put off 0 to {HighestSnoozes} times, by 1 to {HighestSnoozeDays} days each.");
        var calendar = new RotationCalendar(wishes.Freezes, cron);
        return (from rule in wishes.Rules
                let why = calendar.WhyImpossible(rule.Schedule, null, now)
                where why is not null
                select new Refusal(why.Code, $"{rule.Name}: {why.Sentence}")).FirstOrDefault();
    }

    /// <summary>When a credential must be renewed; null when it needs no renewal or nothing says when.</summary>
    public PlannedRotation? For(Credential credential, IntegrationKind integration, Criticality? criticality, CronTimes cron)
    {
        if (!credential.NeedsRotation)
            return null;
        var rule = credential.OwnSchedule is null ? Rules.FirstOrDefault(rule => rule.Fits(credential.Kind, integration, criticality)) : null;
        if ((credential.OwnSchedule ?? rule?.Schedule) is not { } schedule)
            return null;
        var next = new RotationCalendar(Freezes, cron).Next(schedule, credential.RenewedAt, credential.ExpiresAt == Credential.Never ? null : credential.ExpiresAt);
        return next is { } at ? new PlannedRotation(schedule, rule?.Name, at) : null;
    }
}
