namespace NhiPortal.Domain.Unattended;

/// <summary>One step of the ladder that ends in taking something away.</summary>
public enum LadderStep
{
    Remind,
    Escalate,

    /// <summary>Nothing new is granted.</summary>
    Freeze,
    Announce,
    Suspend,
    Revoke,
}

/// <summary>
/// The ladder of one kind: after how many days each step follows the one before, how many may take the same step at once,
/// and how long there is a way back. A step that has no days is left out; reminding, announcing and revoking never are.
/// </summary>
public sealed record LadderPlan
{
    public const int LongestDays = 365, LongestWayBack = 90, MostEver = 100_000;

    /// <summary>Days past the due date, or without any use, until it counts as unattended; reminding follows at once.</summary>
    public required int After { get; init; }

    public int? Escalate { get; init; }
    public int? Freeze { get; init; }
    public required int Announce { get; init; }
    public int? Suspend { get; init; }
    public required int Revoke { get; init; }
    public required int WayBackDays { get; init; }

    /// <summary>The brake: so many in a day, or such a share of what is alive, whichever is less.</summary>
    public required int MostAtOnce { get; init; }

    public required int MostPercent { get; init; }

    /// <summary>Every step that is taken, in order, with the days it waits after the one before.</summary>
    public IEnumerable<(LadderStep Step, int Days)> Steps => from step in Enum.GetValues<LadderStep>() where DaysOf(step) is not null select (step, DaysOf(step)!.Value);

    /// <summary>Days from the first step to the last, when nothing delays it.</summary>
    public int Length => Steps.Sum(step => step.Days);

    /// <summary>What follows a step; null after the last.</summary>
    public (LadderStep Step, int Days)? Following(LadderStep? done) => Steps.Where(step => done is null || step.Step > done).Select(step => ((LadderStep, int)?)step).FirstOrDefault();

    public int? DaysOf(LadderStep step) => step switch
    {
        LadderStep.Remind => 0,
        LadderStep.Escalate => Escalate,
        LadderStep.Freeze => Freeze,
        LadderStep.Announce => Announce,
        LadderStep.Suspend => Suspend,
        _ => Revoke,
    };

    /// <summary>How many of what is alive may take one step within a day; one always may.</summary>
    public int Limit(int alive) => Math.Min(MostAtOnce, Math.Max(1, (int)(alive * (long)MostPercent / 100)));

    public Refusal? WhyNot(UnattendedKind kind)
    {
        if (Steps.Any(step => step.Days is < 0 or > LongestDays) || After is < 0 or > LongestDays)
            return new("days", $"Days go from 0 to {LongestDays}.");
        if (kind.IsIdle() && After < 7)
            return new("idle_days", "What was used within the last 7 days is not idle.");
        if (Announce < 1 || Revoke < 1 || Suspend < 1)
            return new("too_soon", "There is at least a day before each announcement, and between it and anything that is taken away: people must be able to act.");
        if (Suspend is not null && kind.IsSingle())
            return new("suspend", "A single grant or credential cannot be suspended; it is taken away at once or kept.");
        if (WayBackDays is < 1 or > LongestWayBack)
            return new("way_back", $"The way back is open for 1 to {LongestWayBack} days.");
        return MostAtOnce is < 1 or > MostEver || MostPercent is < 1 or > 100 ? new("brake", "The brake needs a number from 1 and a share from 1 to 100 %.") : null;
    }

    /// <summary>Takes later, or leaves a step out.</summary>
    public bool IsWeakerThan(LadderPlan before)
    {
        var (mine, its) = (After, before.After);
        foreach (var step in Enum.GetValues<LadderStep>())
        {
            (mine, its) = (mine + (DaysOf(step) ?? 0), its + (before.DaysOf(step) ?? 0));
            if (before.DaysOf(step) is not null && (DaysOf(step) is null || mine > its))
                return true;
        }

        return false;
    }

    /// <summary>Lets more go at once, or leaves less time to bring it back.</summary>
    public bool IsBolderThan(LadderPlan before) => MostAtOnce > before.MostAtOnce || MostPercent > before.MostPercent || WayBackDays < before.WayBackDays;

    public static LadderPlan Default(UnattendedKind kind) => kind switch
    {
        UnattendedKind.ReviewOverdue => new() { After = 1, Escalate = 1, Freeze = 1, Announce = 1, Suspend = 2, Revoke = 5, WayBackDays = 14, MostAtOnce = 5, MostPercent = 50 },
        UnattendedKind.ReviewItem => new() { After = 0, Announce = 1, Revoke = 3, WayBackDays = 14, MostAtOnce = 100, MostPercent = 25 },
        UnattendedKind.IdleGrant => new() { After = 30, Announce = 3, Revoke = 7, WayBackDays = 14, MostAtOnce = 25, MostPercent = 10 },
        UnattendedKind.IdleCredential => new() { After = 90, Escalate = 14, Announce = 7, Revoke = 14, WayBackDays = 30, MostAtOnce = 25, MostPercent = 5 },
        UnattendedKind.SilentIntegration => new() { After = 90, Escalate = 14, Freeze = 7, Announce = 7, Suspend = 14, Revoke = 30, WayBackDays = 30, MostAtOnce = 25, MostPercent = 5 },
        UnattendedKind.RotationOverdue => new() { After = 7, Escalate = 7, Freeze = 7, Announce = 3, Suspend = 7, Revoke = 14, WayBackDays = 14, MostAtOnce = 25, MostPercent = 5 },
        _ => new() { After = 14, Escalate = 7, Freeze = 7, Announce = 3, Suspend = 7, Revoke = 14, WayBackDays = 14, MostAtOnce = 25, MostPercent = 5 },
    };
}
