using NhiPortal.Domain.Reconciliation;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>An administrator on a target whom nobody can explain.</summary>
public sealed class UnexplainedAdministrator : IFindingRule
{
    public string Name => "unexplained_administrator";

    public string Title => "An administrator nobody can explain";

    public Severity Severity => Severity.Critical;

    public string Explanation =>
        "A target shows an administrator that no grant made, that no integration is registered for, and that no two people have explained. Whoever made it went around every approval. It closes when the next reading does not show it any more, or when it is explained and a second person agrees.";

    public IReadOnlyList<string> Controls { get; } = ["NHI5:2025", "DE.CM-03", "PR.AA-05", "AC-2(4)", "CM-3", "A.8.2"];

    public Fixer Fixer => Fixer.SecurityOperations;

    public int DaysToFix => 1;

    public Remedy Remedy => Remedy.Reconciliation;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) =>
        from found in picture is TargetPicture target ? target.Privileges : []
        where found.Class == PrivilegeClass.Unexplained
        select new FindingHit(picture.Subject($"privilege:{found.Line}"), $"{found.Account} administers {picture.Key}{(found.Holder.Length == 0 ? "" : $" through {found.Holder}")}, and nobody can explain it.")
        {
            Facts = [new("Account", found.Account), new("Through", found.Holder.Length == 0 ? "its own rights" : found.Holder), new("First seen", found.FirstSeenAt.Day())],
        };
}
