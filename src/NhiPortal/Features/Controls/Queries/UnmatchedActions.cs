using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Reconciliation;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether administrators made without a grant are found and settled within a day.</summary>
public sealed class UnmatchedActions : IEvidenceQuery
{
    public string Name => "unmatched-actions";

    public string Measures => "Administrative access that enabled accounts hold on targets. One fails when it matches no grant and is still unsettled a day after it was first seen.";

    public string Fix => "Explain it and have that agreed, or take it away.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var lines = scope.Rows<PrivilegeLine>().Where(l => l.GoneAt == null && l.Enabled);
        var late = scope.Ago(1);
        return Evidence.Of(lines, lines.Where(l => (l.Class == PrivilegeClass.Unexplained || l.Class == PrivilegeClass.NeverApproved) && l.ClassSince < late)
            .Select(l => new FailingObject { Kind = FailingKind.Target, Id = l.TargetId.Value, Key = db.Targets.Where(t => t.Id == l.TargetId).Select(t => t.Key).First(), Name = l.Account, Detail = l.Sentence, Since = l.FirstSeenAt }), "No target with a connector was compared with the register yet.");
    }
}
