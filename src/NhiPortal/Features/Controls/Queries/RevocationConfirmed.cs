using NhiPortal.Data;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether what is taken away on targets is seen to be gone.</summary>
public sealed class RevocationConfirmed : IEvidenceQuery
{
    public string Name => "revocation-confirmed";

    public string Measures => "Removals ordered on targets in the last 90 days, without those called off. One fails when the target did not confirm it within 5 minutes, or cannot.";

    public string Fix => "See why the target does not confirm it, or take it away by hand.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var (since, late) = (scope.Since, scope.Now.AddMinutes(-5));
        var removals = scope.Rows<Removal>().Where(r => r.OrderedAt >= since && r.State != RemovalState.CalledOff);
        return Evidence.Of(removals, removals.Where(r => r.State == RemovalState.Impossible || (r.State == RemovalState.Due && r.OrderedAt < late)
                || (r.State == RemovalState.Confirmed && DbTicks.Of(r.EndedAt!.Value) - DbTicks.Of(r.OrderedAt) > EvidenceScope.TicksOf5Minutes))
            .Select(r => new FailingObject { Kind = FailingKind.Target, Id = r.TargetId.Value, Key = db.Targets.Where(t => t.Id == r.TargetId).Select(t => t.Key).First(), Name = r.Reason, Detail = r.Trouble, Since = r.OrderedAt }), "Nothing was taken away on a target in the last 90 days.");
    }
}
