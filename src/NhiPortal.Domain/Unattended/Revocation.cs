using NhiPortal.Domain.Findings;

namespace NhiPortal.Domain.Unattended;

/// <summary>What is unattended: its name for ever, what it belongs to, and who should attend to it.</summary>
public sealed record UnattendedThing(UnattendedKind Kind, TenantId Tenant, string Label, PersonId? Owner)
{
    public IntegrationId? Integration { get; init; }
    public TargetId? Target { get; init; }
    public OwnershipId? Ownership { get; init; }
    public CredentialId? Credential { get; init; }
    public GrantId? Grant { get; init; }
    public BreakGlassUseId? Use { get; init; }
    public PathId? Path { get; init; }

    /// <summary>There is one open revocation of each at most.</summary>
    public string Subject => $"{Kind}:{Ownership?.Value ?? Credential?.Value ?? Grant?.Value ?? Use?.Value ?? Path?.Value ?? Integration!.Value.Value}";
}

/// <summary>
/// The way from nobody attending to access being gone. Steps are taken one by one, each recorded, none before the one
/// before it was really taken and its days are over; attending ends it at any step before the last, and for a while
/// after the last it can be undone.
/// </summary>
public sealed partial class Revocation
{
    public const int LongestLabel = 300, LongestReason = 600, LongestPauseDays = 30;

    private Revocation() { }

    public RevocationId Id { get; private set; }
    public UnattendedKind Kind { get; private set; }
    public string Subject { get; private set; } = "";
    public TenantId TenantId { get; private set; }
    public IntegrationId? IntegrationId { get; private set; }
    public TargetId? TargetId { get; private set; }
    public OwnershipId? OwnershipId { get; private set; }
    public CredentialId? CredentialId { get; private set; }
    public GrantId? GrantId { get; private set; }
    public BreakGlassUseId? UseId { get; private set; }
    public PathId? PathId { get; private set; }
    public string Label { get; private set; } = "";

    /// <summary>Whoever should attend to it.</summary>
    public PersonId? OwnerId { get; private set; }

    /// <summary>Since when nobody attends, and in which words.</summary>
    public DateTimeOffset Since { get; private set; }

    public string Why { get; private set; } = "";
    public DateTimeOffset FoundAt { get; private set; }
    public RevocationState State { get; private set; }
    public LadderStep? Step { get; private set; }
    public DateTimeOffset? StepAt { get; private set; }

    /// <summary>When the next step may be taken; null when there is none.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    public DateTimeOffset? FrozenAt { get; private set; }
    public DateTimeOffset? AnnouncedAt { get; private set; }

    /// <summary>The day that was announced; it may move away, never nearer.</summary>
    public DateTimeOffset? SuspendOn { get; private set; }

    public DateTimeOffset? RevokeOn { get; private set; }

    /// <summary>What it waits for although its time has come.</summary>
    public string? Waiting { get; private set; }

    /// <summary>The batch it was stopped in.</summary>
    public RevocationBatchId? BatchId { get; private set; }

    public List<RevocationStep> Steps { get; private set; } = [];
    public List<RevocationItem> Items { get; private set; } = [];
    public int Version { get; private set; }

    /// <param name="thing">What nobody attends to.</param>
    /// <param name="since">Since when.</param>
    /// <param name="why">In words for people.</param>
    /// <param name="reports">The policy only reports: nothing begins.</param>
    /// <param name="now">The moment.</param>
    public static Revocation Find(UnattendedThing thing, DateTimeOffset since, string why, bool reports, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<RevocationId>(now),
        Kind = thing.Kind,
        Subject = thing.Subject,
        TenantId = thing.Tenant,
        IntegrationId = thing.Integration,
        TargetId = thing.Target,
        OwnershipId = thing.Ownership,
        CredentialId = thing.Credential,
        GrantId = thing.Grant,
        UseId = thing.Use,
        PathId = thing.Path,
        Label = Text.Kept(thing.Label, LongestLabel),
        OwnerId = thing.Owner,
        Since = since,
        Why = Text.Kept(why, LongestReason),
        FoundAt = now,
        State = reports ? RevocationState.Reported : RevocationState.Warned,
        NextAt = now,
    };

    /// <summary>What ends by it says so in these words, and is known by them when it is given back.</summary>
    public string TakingReason => $"Nobody attended to {Label} since {Since.Day()}.";

    /// <summary>Nothing has been taken for good yet; whoever attends now keeps it.</summary>
    public bool CanBeKept => State is RevocationState.Reported or RevocationState.Warned or RevocationState.Announced or RevocationState.Due;

    /// <summary>Why this step may not be taken now; null when it may.</summary>
    public Refusal? WhyNot(LadderStep step, LadderPlan plan, DateTimeOffset now)
    {
        if (!CanBeKept)
            return new("over", "It has been taken away, or kept, already.");
        if (plan.Following(Step) is not { } next || next.Step != step)
            return new("step_skipped", $"Its next step is {plan.Following(Step)?.Step.ToString() ?? "none"}; none is left out.");
        if (StepAt is { } done && now < done.AddDays(next.Days))
            return new("too_early", "The step before is not long enough ago.");
        if (step > LadderStep.Announce && (AnnouncedAt is null || now < (step == LadderStep.Suspend ? SuspendOn ?? RevokeOn : RevokeOn)))
            return new("not_announced", "Nothing is taken away before the day that was announced.");
        return PausedUntil > now ? new("paused", "It is paused.") : null;
    }

    /// <summary>The step whose time has come; null when none has.</summary>
    public LadderStep? DueStep(LadderPlan plan, DateTimeOffset now) =>
        plan.Following(Step) is { } next && WhyNot(next.Step, plan, now) is null ? next.Step : null;

    /// <summary>Takes one step; from here its successor's clock runs.</summary>
    public Result<Done> Take(LadderStep step, LadderPlan plan, RevocationBatchId? released, string words, DateTimeOffset now)
    {
        if (WhyNot(step, plan, now) is { } refused)
            return refused;
        (Step, StepAt, Waiting, BatchId) = (step, now, null, null);
        Steps.Add(new(Id, Steps.Count + 1, Kind, TenantId, step, now, released, words));
        State = step switch
        {
            LadderStep.Revoke => RevocationState.Running,
            >= LadderStep.Announce => RevocationState.Announced,
            _ => RevocationState.Warned,
        };
        FrozenAt = step == LadderStep.Freeze ? now : FrozenAt;
        var next = plan.Following(step);
        NextAt = next is { } following ? now.AddDays(following.Days) : null;
        if (step == LadderStep.Announce)
            (AnnouncedAt, SuspendOn, RevokeOn) = (now, plan.Suspend is { } wait ? now.AddDays(wait) : null, now.AddDays((plan.Suspend ?? 0) + plan.Revoke));
        if (step == LadderStep.Suspend)
            RevokeOn = NextAt = Later(RevokeOn, NextAt!.Value);
        if (step == LadderStep.Revoke)
            (StartedAt, UndoUntil, CheckAt) = (now, now.AddDays(plan.WayBackDays), now);
        Version++;
        return default(Done);
    }

    /// <summary>Its time has come, and something else holds it: an answer nobody has, a pause, the brake.</summary>
    public void Wait(string what, RevocationBatchId? batch)
    {
        if (Waiting == what && BatchId == batch)
            return;
        (Waiting, BatchId, Version) = (Text.Kept(what, LongestReason), batch, Version + 1);
        if (State == RevocationState.Announced && batch is not null)
            State = RevocationState.Due;
    }

    /// <summary>Its credential was renewed, which is not what it waits for: it goes on with the one in its place.</summary>
    public void GoOnWith(CredentialId successor)
    {
        CredentialId = successor;
        Subject = $"{Kind}:{successor}";
        Version++;
    }

    /// <summary>It waits, and not for an answer about a batch.</summary>
    public bool WaitsForWord => Waiting is not null && BatchId is null;

    /// <summary>It is known again that nobody attends: whoever should, and the words, as they are now.</summary>
    public void Describe(PersonId? owner, string why)
    {
        var words = Text.Kept(why, LongestReason);
        if (OwnerId == owner && Why == words && !WaitsForWord)
            return;
        (OwnerId, Why, Waiting, Version) = (owner, words, WaitsForWord ? null : Waiting, Version + 1);
    }

    /// <summary>Somebody attends, or it is not there any more: it is kept, and the words say what kept it.</summary>
    public Result<Done> Keep(string keptBy, PersonId? by, DateTimeOffset? until, DateTimeOffset now)
    {
        if (!CanBeKept)
            return new Refusal("over", "It has been taken away, or kept, already. What was taken can be given back while the way back is open.");
        (State, EndedAt, EndWords, EndedById, KeptUntil) = (RevocationState.Cancelled, now, Text.Kept(keptBy, Text.Reason), by, until);
        (NextAt, Waiting, BatchId, Version) = (null, null, null, Version + 1);
        return default(Done);
    }
}
