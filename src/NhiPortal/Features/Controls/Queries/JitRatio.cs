using NhiPortal.Data;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Grants;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether privilege is lent for hours, not for good.</summary>
public sealed class JitRatio : IEvidenceQuery
{
    public string Name => "jit-ratio";

    public string Measures => "Grants of the last 90 days. One fails when it was given for longer than 8 hours. Access that no grant stands behind is measured by standing-privilege.";

    public string Fix => "Publish a policy that allows at most 8 hours.";

    public Evidence Of(EvidenceScope scope)
    {
        var since = scope.Since;
        var grants = scope.Rows<Grant>().Where(g => g.From >= since);
        return Evidence.Of(grants, grants.Where(g => DbTicks.Of(g.Until) - DbTicks.Of(g.From) > EvidenceScope.TicksOf8Hours)
            .Select(g => new FailingObject { Kind = FailingKind.Request, Id = g.RequestId.Value, Key = "", Name = g.ActionName + " on " + g.ResourceId, Detail = "Longer than 8 hours", Since = g.From }), "Nothing was granted in the last 90 days.");
    }
}
