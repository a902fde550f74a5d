using NhiPortal.Domain;
using NhiPortal.Domain.Controls;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether events say what happened, when and who did it.</summary>
public sealed class AuditFields : IEvidenceQuery
{
    public string Name => "audit-fields";

    public string Measures => "Audit events of the last 7 days. One fails without a kind, without its record, or without the person, workload or enforcement point that acted.";

    public string Fix => "Find out what wrote it: the portal itself never does.";

    public Evidence Of(EvidenceScope scope)
    {
        var week = scope.Ago(7);
        // Events of no tenant are nobody's in particular, so they are looked at only where all tenants are.
        var events = scope.Db.AuditEvents.Where(e => e.At >= week);
        if (scope.Tenants is { } tenants)
            events = events.Where(e => e.TenantId != null && tenants.Contains(e.TenantId.Value));
        return Evidence.Of(events, events.Where(e => e.Kind == "" || e.Body == "" || (e.ActorId == Guid.Empty && (e.ActorKind == ActorKind.Person || e.ActorKind == ActorKind.Workload || e.ActorKind == ActorKind.EnforcementPoint)))
            .Select(e => new FailingObject { Kind = FailingKind.Event, Id = e.EventId, Key = "", Name = e.Kind, Detail = "It does not say who, what or when", Since = e.At }), "Nothing was recorded in the last 7 days.");
    }
}
