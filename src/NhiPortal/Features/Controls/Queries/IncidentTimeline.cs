using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Stops;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether what was stopped is contained.</summary>
public sealed class IncidentTimeline : IEvidenceQuery
{
    public string Name => "incident-timeline";

    public string Measures => "Stops of the last 90 days. One fails when what it takes away was not written down within 15 minutes, or some of it was not confirmed when it was due: 15 minutes for what a target does, a day for what a person does.";

    public string Fix => "Follow the stop until each target confirms it.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var (since, now, slow) = (scope.Since, scope.Now, scope.Now - StopLine.Soon);
        var stops = scope.Rows<Stop>().Where(s => s.At >= since);
        return Evidence.Of(stops, stops.Where(s => (s.PlannedAt == null && s.At < slow) || db.StopLines.Any(l => l.StopId == s.Id && (l.EndedAt ?? now) > l.DueAt))
            .Select(s => new FailingObject { Kind = FailingKind.Stop, Id = s.Id.Value, Key = "", Name = s.Name, Detail = s.Reason, Since = s.At }), "Nothing was stopped in the last 90 days.");
    }
}
