using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether ownerships of people who leave are moved.</summary>
public sealed class LeaverTransfer : IEvidenceQuery
{
    public string Name => "leaver-transfer";

    public string Measures => "Ownerships of people who became inactive in the last 90 days. One fails when it is still theirs 5 days later.";

    public string Fix => "Hand the ownership to somebody who is here.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var (since, late) = (scope.Since, scope.Ago(5));
        var left = scope.Rows<Ownership>().Where(o => o.AcceptedAt != null && db.People.Any(p => p.Id == o.PersonId && p.Status != PersonStatus.Active && p.InactiveSince >= since && (o.ClosedAt == null || o.ClosedAt >= p.InactiveSince)));
        return Evidence.Of(left, left.Where(o => o.ClosedAt == null && db.People.Any(p => p.Id == o.PersonId && p.InactiveSince < late))
            .Select(o => new FailingObject { Kind = FailingKind.Person, Id = o.PersonId.Value, Key = "", Name = db.People.Where(p => p.Id == o.PersonId).Select(p => p.Name).First(), Detail = "Has left and is still an owner", Since = db.People.Where(p => p.Id == o.PersonId).Select(p => p.InactiveSince).First() }), "No owner became inactive in the last 90 days.");
    }
}
