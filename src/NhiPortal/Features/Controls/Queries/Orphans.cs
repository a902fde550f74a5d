using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether integrations go on without their people.</summary>
public sealed class Orphans : IEvidenceQuery
{
    public string Name => "orphans";

    public string Measures => "Integrations that are not retired. One fails when an owner has been disabled or gone for more than 7 days and still stands as its owner.";

    public string Fix => "Hand the ownership to somebody who is here.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var week = scope.Ago(7);
        var alive = scope.Rows<Integration>().Where(i => i.Status != IntegrationStatus.Retired);
        return Evidence.Of(alive, alive.Where(i => db.Ownerships.Any(o => o.IntegrationId == i.Id && o.ClosedAt == null && o.AcceptedAt != null
                && db.People.Any(p => p.Id == o.PersonId && p.Status != PersonStatus.Active && p.InactiveSince <= week)))
            .Select(i => new FailingObject { Kind = FailingKind.Integration, Id = i.Id.Value, Key = i.Key, Name = i.Name, Detail = "An owner has been gone for more than 7 days", Since = null }), "There is no integration.");
    }
}
