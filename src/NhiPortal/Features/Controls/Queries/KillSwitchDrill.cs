using NhiPortal.Data;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Stops;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether stopping something works at once.</summary>
public sealed class KillSwitchDrill : IEvidenceQuery
{
    public string Name => "kill-switch-drill";

    public string Measures => "Stops of the last 180 days, real ones and rehearsals alike: nothing tells them apart. Each denies everything from its commit on; one fails when something that the portal takes away by itself was not confirmed gone within 5 minutes.";

    public string Fix => "See in the stop what its target did not confirm, put that right and stop it again in a quiet hour.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var (since, late) = (scope.Ago(180), scope.Now.AddMinutes(-5));
        var stops = scope.Rows<Stop>().Where(s => s.At >= since);
        return Evidence.Of(stops, stops.Where(s => db.StopLines.Any(l => l.StopId == s.Id && l.Kind != StopLineKind.ByHand && l.State != StopLineState.CalledOff
                && (l.EndedAt == null ? s.At < late : DbTicks.Of(l.EndedAt.Value) - DbTicks.Of(s.At) > EvidenceScope.TicksOf5Minutes)))
            .Select(s => new FailingObject { Kind = FailingKind.Stop, Id = s.Id.Value, Key = "", Name = s.Name, Detail = "Something was not confirmed gone within 5 minutes", Since = s.At }), "Nothing was stopped in the last 180 days, not even as a rehearsal.");
    }
}
