using NhiPortal.Domain.Reconciliation;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>Something was done on a target that was approved in another way, or not at all.</summary>
public sealed class ActionWithoutGrant : IFindingRule
{
    public string Name => "action_without_grant";

    public string Title => "Done without a grant, or otherwise than granted";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "An account that the register knows holds privilege on a target that no live grant gives it, holds it longer than its grant, or somebody else holds what was approved for it. It closes when the next reading does not show it any more, when a grant gives it, or when it is explained and a second person agrees.";

    public IReadOnlyList<string> Controls { get; } = ["NHI5:2025", "PR.AA-05", "AC-2", "AC-6", "AU-6", "A.5.18"];

    public Fixer Fixer => Fixer.SecurityOperations;

    public int DaysToFix => 3;

    public Remedy Remedy => Remedy.Reconciliation;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) =>
        from found in picture is TargetPicture target ? target.Privileges : []
        where found.Class is PrivilegeClass.NeverApproved or PrivilegeClass.DoneOtherwise
        select new FindingHit(picture.Subject($"privilege:{found.Line}"), $"{found.Account} on {picture.Key}{(found.Holder.Length == 0 ? "" : $", in {found.Holder}")}: {found.Sentence}")
        {
            Facts = [new("Account", found.Account), new("Through", found.Holder.Length == 0 ? "its own rights" : found.Holder), new("First seen", found.FirstSeenAt.Day())],
        };
}
