using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Reconciliation;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether what an account got is what was approved for it.</summary>
public sealed class ScopeViolations : IEvidenceQuery
{
    public string Name => "scope-violations";

    public string Measures => "Administrative access that enabled accounts hold on targets. One fails when something like it was approved, but for another account, group or time.";

    public string Fix => "Take away what goes beyond the approval.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var lines = scope.Rows<PrivilegeLine>().Where(l => l.GoneAt == null && l.Enabled);
        return Evidence.Of(lines, lines.Where(l => l.Class == PrivilegeClass.DoneOtherwise)
            .Select(l => new FailingObject { Kind = FailingKind.Target, Id = l.TargetId.Value, Key = db.Targets.Where(t => t.Id == l.TargetId).Select(t => t.Key).First(), Name = l.Account, Detail = l.Sentence, Since = l.FirstSeenAt }), "No target with a connector was compared with the register yet.");
    }
}
