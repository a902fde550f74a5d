using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A control point whose holder let the last asks run out.</summary>
public sealed class OwnerNeverAnswers : IFindingRule
{
    public string Name => "owner_never_answers";

    public string Title => "An owner does not answer";

    public Severity Severity => Severity.Medium;

    public string Explanation =>
        "The last three asks that waited for this role all ended unanswered. An owner who never answers stops the work and, sooner or later, somebody finds a way around. It closes when an ask is answered in the role, or somebody else takes over.";

    public IReadOnlyList<string> Controls { get; } = ["GV.RR-02", "GOVERN 3.2", "AC-2", "A.5.2"];

    public Fixer Fixer => Fixer.IamStaff;

    public int DaysToFix => 14;

    public Remedy Remedy => Remedy.OwnerCell;

    private const int Asks = 3;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) =>
        from point in picture.ControlPoints
        where point.Holder is { AcceptedAt: not null } && point.Gap(now) is null
        let last = point.Asks.Where(ask => ask.EndedAt >= point.Holder!.AcceptedAt).OrderByDescending(ask => ask.EndedAt).Take(Asks).ToList()
        where last.Count == Asks && last.TrueForAll(ask => !ask.Answered)
        select new FindingHit(picture.Subject(point.Role.Token()), $"{point.Holder!.Name}, {point.Role.InSentence()} of {point.Thing}, let the last {Asks} asks run out without an answer.")
        {
            Role = point.Role,
            Person = point.Holder.Person,
            Facts = [new("Role", point.Role.Title()), .. last.Select(ask => new FindingFact("Ran out on", ask.EndedAt.Day()))],
        };
}
