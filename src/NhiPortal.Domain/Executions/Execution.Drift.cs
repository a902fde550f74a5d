using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Executions;

/// <content>Whether the target is still as its approvers saw it.</content>
public sealed partial class Execution
{
    /// <summary>The target had changed since it was approved, so it was put to its owners again.</summary>
    public bool Drifted { get; private set; }

    /// <summary>
    /// What the target shows now that those who approved did not see. What the portal itself did there meanwhile, for
    /// this grant or <paramref name="others"/> on the same account, surprises nobody.
    /// </summary>
    public IReadOnlyList<BasisChange> DriftFrom(IEnumerable<TargetSight> sights, IReadOnlyList<Execution> others, TargetChange told, TargetState found) =>
        AppliedAt is not null ? [] : [.. sights.Where(sight => sight.Shown is not null).OrderBy(sight => sight.At)
            .Select(sight => Difference(sight, others, told, found)).OfType<BasisChange>().DistinctBy(change => change.Name)];

    /// <summary>Nothing is carried out on what nobody saw; what an earlier try of this did is taken back.</summary>
    public void Surprise(TargetState found, string sentence, DateTimeOffset now)
    {
        Drifted = true;
        if (!Sent)
            Impossible(new("target_changed", sentence), found, now);
        else
            (Trouble, DueAt, ClaimedSubject, ClaimedUntil, Version) = (Shortened(sentence), now, null, default, Version + 1);
    }

    private BasisChange? Difference(TargetSight sight, IReadOnlyList<Execution> others, TargetChange told, TargetState found)
    {
        if (sight.About.Holder != told.Holder)
            return new(BasisPart.Target, "What makes an administrator there", sight.About.Holder, told.Holder);
        var expected = others.Where(other => other.Change.Account == Change.Account && other.ShownAt >= sight.At && !other.Drifted && (other.Sent || other.AppliedAt is not null)).OrderBy(other => other.ShownAt).Aggregate(
            sight.Shown!, (seen, other) => other.After! with { Member = other.Change.Held == told.Held && other.Change.Holder == told.Holder ? other.After.Member : seen.Member });
        var replaced = expected.Id is not null && found.Id is not null && expected.Id != found.Id;
        var same = Is(found.Exists, expected.Exists, Change.Exists)
            && (!found.Exists || (Is(found.Enabled, expected.Enabled, Change.Enabled) && (Change.Member is null || Is(found.Member, expected.Member, Change.Member)) && !replaced));
        return same ? null : new(BasisPart.Target, $"Account {Text.Kept(Change.Account, Text.Name)} on the target", Words(expected), Words(found));

        string Words(TargetState state) => $"{sight.InWords(state)}{(replaced ? $", the account with the id {state.Id}" : "")}";
    }

    private bool Is(bool found, bool expected, bool? wanted) => found == expected || (Sent && found == wanted);

    /// <summary>When the target last showed this execution anything.</summary>
    private DateTimeOffset? ShownAt => Attempts.Where(attempt => attempt.Shown is not null).Select(attempt => (DateTimeOffset?)attempt.At).Max();
}
