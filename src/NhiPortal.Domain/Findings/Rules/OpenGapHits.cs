using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>What the gap rules share: each looks for one kind among the gaps that decisions themselves would name.</summary>
internal static class OpenGapHits
{
    public static IEnumerable<FindingHit> OpenGaps(this Picture picture, GapKind kind, DateTimeOffset now) =>
        from point in picture.ControlPoints
        let gap = point.Gap(now)
        where gap?.Kind == kind
        select new FindingHit(picture.Subject(point.Role.Token()), gap.Sentence)
        {
            Role = point.Role,
            Person = point.Holder?.Person,
            Facts = Facts(point, gap),
        };

    private static List<FindingFact> Facts(ControlPoint point, OwnershipGap gap)
    {
        var facts = new List<FindingFact> { new("Role", point.Role.Title()), new("Reason given to callers", gap.Reason) };
        if (point.Holder is not { } holder)
            return facts;
        facts.Add(new("Held by", holder.Name));
        if (gap.Kind == GapKind.OwnerInactive && holder.InactiveSince is { } since)
            facts.Add(new("Not active since", since.Day()));
        if (gap.Kind == GapKind.Stale && holder.HoldsUntil is { } until)
            facts.Add(new("Lapsed on", until.Day()));
        return facts;
    }
}
