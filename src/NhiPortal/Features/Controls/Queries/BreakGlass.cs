using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Controls;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether every use of break-glass was reviewed in time.</summary>
public sealed class BreakGlass : IEvidenceQuery
{
    public string Name => "break-glass";

    public string Measures => "Uses of break-glass in the last 90 days. One fails when it was not reviewed when that was due. How quickly its owners were told is not measured.";

    public string Fix => "Review it now.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var (since, now) = (scope.Since, scope.Now);
        var uses = scope.Rows<BreakGlassUse>().Where(use => use.UsedAt >= since);
        return Evidence.Of(uses, uses.Where(use => use.OverdueAt != null || (use.ReviewedAt ?? now) > use.ReviewDue)
            .Select(use => new FailingObject { Kind = FailingKind.BreakGlass, Id = use.Id.Value, Key = "", Name = db.Targets.Where(t => t.Id == use.TargetId).Select(t => t.Name).First(), Detail = "Not reviewed in time", Since = use.UsedAt }), "Break-glass was not used in the last 90 days.");
    }
}
