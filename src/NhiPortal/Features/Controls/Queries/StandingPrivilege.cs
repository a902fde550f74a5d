using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Reconciliation;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether every administrator on a target is backed by a grant or an agreed explanation.</summary>
public sealed class StandingPrivilege : IEvidenceQuery
{
    public string Name => "standing-privilege";

    public string Measures => "Administrative access that enabled accounts hold on targets. One fails when no live grant and no agreed explanation stands behind it.";

    public string Fix => "Take it away on the target, or explain it and have that agreed.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var lines = scope.Rows<PrivilegeLine>().Where(l => l.GoneAt == null && l.Enabled);
        return Evidence.Of(lines, lines.Where(l => l.Class != PrivilegeClass.Explained)
            .Select(l => new FailingObject { Kind = FailingKind.Target, Id = l.TargetId.Value, Key = db.Targets.Where(t => t.Id == l.TargetId).Select(t => t.Key).First(), Name = l.Account, Detail = l.Sentence, Since = l.FirstSeenAt }), "No target with a connector was compared with the register yet.");
    }
}
