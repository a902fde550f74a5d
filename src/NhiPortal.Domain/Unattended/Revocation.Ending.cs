namespace NhiPortal.Domain.Unattended;

public sealed partial class Revocation
{
    /// <summary>What is to be taken away by hand and is not by then becomes somebody's trouble.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    private static readonly TimeSpan SoonestLook = TimeSpan.FromMinutes(1), LatestLook = TimeSpan.FromHours(6);

    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it is looked at again whether it is gone.</summary>
    public DateTimeOffset? CheckAt { get; private set; }

    public int Looks { get; private set; }

    /// <summary>Since when somebody must look after it.</summary>
    public DateTimeOffset? StuckSince { get; private set; }

    public string? Trouble { get; private set; }
    public DateTimeOffset? ConfirmedAt { get; private set; }
    public DateTimeOffset? UndoUntil { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>What kept it, or why it was undone.</summary>
    public string? EndWords { get; private set; }

    public PersonId? EndedById { get; private set; }

    /// <summary>An owner said that it is needed: until then nobody asks again.</summary>
    public DateTimeOffset? KeptUntil { get; private set; }

    /// <summary>Everything it took has not been shown to be gone yet.</summary>
    public bool IsUnconfirmed => State is RevocationState.Running or RevocationState.Failed;

    /// <summary>Notes one thing taken, with what is needed to give exactly it back.</summary>
    public RevocationItem Took(TakenKind kind, Guid thing, string label, TakenWay way, TargetId? target, DateTimeOffset now)
    {
        var item = RevocationItem.Of(Id, Items.Count + 1, kind, thing, label, way, target, now);
        Items.Add(item);
        Version++;
        return item;
    }

    /// <summary>It wants the same gone that another took: from now on it is this one's, to show and to give back.</summary>
    public void TakeOver(RevocationItem item, DateTimeOffset now)
    {
        Items.Add(item.For(Id, Items.Count + 1));
        // What nobody has shown yet is shown under this one.
        if (State == RevocationState.Confirmed && item.ConfirmedAt is null)
            (State, ConfirmedAt, EndedAt, CheckAt) = (RevocationState.Running, null, null, now);
        Version++;
    }

    /// <summary>Looks whether all is shown to be gone; waits longer after each look that shows it is not.</summary>
    public void Look(string? trouble, DateTimeOffset now)
    {
        if (!IsUnconfirmed)
            return;
        Version++;
        if (trouble is null && Items.TrueForAll(item => item.ConfirmedAt is not null))
        {
            (State, ConfirmedAt, EndedAt, CheckAt, StuckSince, Trouble) = (RevocationState.Confirmed, now, now, null, null, null);
            return;
        }

        Trouble = Text.Kept(trouble ?? "Not everything it took is shown to be gone.", Text.Reason);
        if (now >= StartedAt + Patience)
            (State, StuckSince) = (RevocationState.Failed, StuckSince ?? now);
        var wait = SoonestLook * Math.Pow(2, Math.Min(Looks++, 12));
        CheckAt = now + (wait < LatestLook ? wait : LatestLook);
    }

    /// <summary>Somebody did or confirmed something: it is looked at again at once.</summary>
    public void LookSoon(DateTimeOffset now)
    {
        if (IsUnconfirmed)
            (CheckAt, Version) = (now, Version + 1);
    }

    public Refusal? WhyNotUndo(DateTimeOffset now) => (State, UndoUntil) switch
    {
        (RevocationState.Undone, _) => new("undone_already", "It has been given back already."),
        (not (RevocationState.Running or RevocationState.Failed or RevocationState.Confirmed), _) => new("not_taken", "Nothing was taken away, so there is nothing to give back."),
        (_, { } until) when now < until => null,
        _ => new("way_back_closed", $"The way back was open until {UndoUntil:d MMM yyyy}. Ask for access again instead."),
    };

    /// <summary>Somebody brings back what was taken; the items are given back one by one.</summary>
    public Result<Done> Undo(PersonId by, string reason, DateTimeOffset? quietUntil, DateTimeOffset now)
    {
        if (WhyNotUndo(now) is { } refused)
            return refused;
        (State, EndedAt, EndedById, EndWords, KeptUntil) = (RevocationState.Undone, now, by, reason, quietUntil);
        (CheckAt, StuckSince, Trouble, Version) = (null, null, null, Version + 1);
        return default(Done);
    }
}
