namespace NhiPortal.Domain.Unattended;

/// <summary>One thing that a revocation took: what it was before, how it is known to be gone, and whether it was given back.</summary>
public sealed class RevocationItem
{
    public const int LongestLabel = 400;

    private RevocationItem() { }

    public RevocationId RevocationId { get; private set; }
    public int Number { get; private set; }
    public TakenKind Kind { get; private set; }

    /// <summary>The grant, identity, credential or integration.</summary>
    public Guid Thing { get; private set; }

    public string Label { get; private set; } = "";
    public TakenWay Way { get; private set; }

    /// <summary>Where it is to be taken away by hand, and where a reading may show it gone.</summary>
    public TargetId? TargetId { get; private set; }

    public DateTimeOffset TakenAt { get; private set; }
    public PersonId? DoneById { get; private set; }
    public DateTimeOffset? DoneAt { get; private set; }
    public string? Evidence { get; private set; }
    public DateTimeOffset? ConfirmedAt { get; private set; }
    public PersonId? ConfirmedById { get; private set; }

    /// <summary>What showed that it is gone.</summary>
    public string? Proof { get; private set; }

    public DateTimeOffset? RestoredAt { get; private set; }

    internal static RevocationItem Of(RevocationId revocation, int number, TakenKind kind, Guid thing, string label, TakenWay way, TargetId? target, DateTimeOffset now) => new()
    {
        RevocationId = revocation,
        Number = number,
        Kind = kind,
        Thing = thing,
        Label = Text.Kept(label, LongestLabel),
        Way = way,
        TargetId = target,
        TakenAt = now,
    };

    /// <summary>The same thing, taken at the same moment and shown in the same way, as another revocation's own.</summary>
    internal RevocationItem For(RevocationId other, int number)
    {
        var item = Of(other, number, Kind, Thing, Label, Way, TargetId, TakenAt);
        (item.DoneById, item.DoneAt, item.Evidence, item.ConfirmedAt, item.ConfirmedById, item.Proof) = (DoneById, DoneAt, Evidence, ConfirmedAt, ConfirmedById, Proof);
        return item;
    }

    /// <summary>An owner says that it is taken away; somebody else, or the target, must show it.</summary>
    public Result<Done> Report(PersonId by, string evidence, DateTimeOffset now)
    {
        if (Way != TakenWay.Hand || ConfirmedAt is not null || RestoredAt is not null)
            return new Refusal("not_by_hand", "Nothing is to be taken away by hand here any more.");
        (DoneById, DoneAt, Evidence) = (by, now, evidence);
        return default(Done);
    }

    public Result<Done> Confirm(PersonId by, DateTimeOffset now)
    {
        if (Way != TakenWay.Hand || ConfirmedAt is not null || RestoredAt is not null)
            return new Refusal("not_by_hand", "Nothing is to be confirmed here any more.");
        if (DoneAt is null)
            return new Refusal("not_done", "Nobody has said yet that it is taken away, and how that shows.");
        if (DoneById == by)
            return new Refusal("own_work", "You took it away yourself. Somebody else must confirm it.");
        (ConfirmedById, Proof) = (by, "Confirmed by somebody who did not do it.");
        ConfirmedAt = now;
        return default(Done);
    }

    public void Show(string proof, DateTimeOffset now)
    {
        if (ConfirmedAt is null)
            (ConfirmedAt, Proof) = (now, Text.Kept(proof, Text.Reason));
    }

    /// <summary>Given back, or there was nothing left to give: the words say which.</summary>
    public void Restore(string words, DateTimeOffset now) => (RestoredAt, Proof) = (now, Text.Kept(words, Text.Reason));
}
