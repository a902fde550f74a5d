namespace NhiPortal.Domain.Findings.Rules;

/// <summary>One person let something through alone, and nobody has looked at it in time.</summary>
public sealed class BreakGlassNotReviewed : IFindingRule
{
    public string Name => "break_glass_not_reviewed";

    public string Title => "Break-glass not reviewed";

    public Severity Severity => Severity.Critical;

    public string Explanation =>
        "Somebody broke the glass on a target, alone, and no independent person has reviewed it within 24 hours. An emergency nobody looks at afterwards is a way around every approval. It closes when somebody independent reviews the use.";

    public IReadOnlyList<string> Controls { get; } = ["PR.AA-05", "RS.AN-03", "GOVERN 3.2", "AC-2", "AU-6", "A.8.18"];

    public Fixer Fixer => Fixer.SecurityOperations;

    public int DaysToFix => 1;

    public Remedy Remedy => Remedy.BreakGlass;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) =>
        from debt in picture is TargetPicture target ? target.Debts : []
        where now >= debt.ReviewDue
        select new FindingHit(
            picture.Subject($"break_glass:{debt.Use}"), $"{debt.Person} broke the glass on {picture.Key} for {debt.Integration} on {debt.UsedAt.Day()}; nobody has reviewed it, though that was due on {debt.ReviewDue.Day()}.")
        {
            Facts = [new("By", debt.Person), new("For", debt.Integration), new("Used", debt.UsedAt.Day()), new("Review due", debt.ReviewDue.Day())],
        };
}
