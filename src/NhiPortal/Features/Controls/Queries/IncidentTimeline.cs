using NhiPortal.Domain.Stops;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether what was stopped is contained.</summary>
public sealed class IncidentTimeline : IEvidenceQuery
{
    public string Name => "incident-timeline";

    public string Measures => "Stops of the last 90 days. One fails when something that it should take away is past its due time and not confirmed.";

    public string Fix => "Follow the stop until each target confirms it.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var (since, now) = (scope.Since, scope.Now);
        var stops = scope.Rows<Stop>().Where(s => s.At >= since);
        return Evidence.Of(stops, stops.Where(s => db.StopLines.Any(l => l.StopId == s.Id && l.EndedAt == null && l.DueAt < now))
            .Select(s => new FailingObject { Kind = FailingKind.Stop, Id = s.Id.Value, Key = "", Name = s.Name, Detail = s.Reason, Since = s.At }), "Nothing was stopped in the last 90 days.");
    }
}
