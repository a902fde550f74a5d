using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether owners have accepted what they answer for.</summary>
public sealed class RaciAccepted : IEvidenceQuery
{
    public string Name => "raci-accepted";

    public string Measures => "Ownerships that are open. One fails when the person has not accepted it.";

    public string Fix => "Remind the person, or nominate somebody else.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var open = scope.Rows<Ownership>().Where(o => o.ClosedAt == null);
        return Evidence.Of(open, open.Where(o => o.AcceptedAt == null)
            .Select(o => new FailingObject { Kind = FailingKind.Person, Id = o.PersonId.Value, Key = "", Name = db.People.Where(p => p.Id == o.PersonId).Select(p => p.Name).First(), Detail = "Has not accepted an ownership", Since = o.NominatedAt }), "Nobody was nominated as an owner.");
    }
}
